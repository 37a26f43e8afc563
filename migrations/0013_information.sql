-- Information (信息发布): policies and regulations (政策法规).

create table policy (
  id uuid primary key,
  slug text not null unique,
  title text not null,
  level text not null check (level in ('national', 'province', 'city', 'county')),
  division text collate "C" not null,
  issuer text not null,
  number text not null,
  topic text not null,
  issued_on date not null,
  effective_on date not null,
  expires_on date,
  replaces uuid references policy (id),
  invented boolean not null,
  card jsonb not null,
  body jsonb not null,
  service text,
  rule_code text,
  check (expires_on is null or expires_on >= effective_on)
);
create index policy_newest on policy (issued_on desc, id);
create unique index policy_replaces on policy (replaces) where replaces is not null;
comment on table policy is 'Published policies; written by seeding until their editor exists';
comment on column policy.invented is 'True for demonstration texts, which say so on their page';
comment on column policy.effective_on is 'May lie before issued_on: some texts take effect backwards';
comment on column policy.expires_on is 'Last day in force, that day included';
comment on column policy.card is 'The same in plain words: who, howMuch, bring, howLong, where';
grant select, insert, update on policy to :app_role;
