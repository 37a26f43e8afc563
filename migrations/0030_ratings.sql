-- Ratings (好差评): after each ended round of a case, once; a bad one is answered by the office's administrators.

create table rating_invitation (
  case_id uuid not null references service_case (id),
  round int not null,
  service text not null,
  party_id uuid not null references party (id),
  division text collate "C" not null,
  office_id uuid references office (id),
  account_id uuid references account (id),
  ended_at timestamptz not null,
  closes_on date not null,
  invited_at timestamptz,
  reminded_at timestamptz,
  primary key (case_id, round)
);
create index rating_invitation_due on rating_invitation (ended_at) where reminded_at is null;
create index rating_invitation_party on rating_invitation (party_id, ended_at desc);
create index rating_invitation_place on rating_invitation (division, ended_at);
comment on table rating_invitation is 'An ended round of a case, which its party may rate until a day; who handled it last, for the figures alone';
grant select, insert, update on rating_invitation to :app_role;

create table rating (
  id uuid primary key,
  case_id uuid not null,
  round int not null,
  stars int not null check (stars between 1 and 5),
  tags text[] not null default '{}',
  words_cipher bytea,
  channel text not null,
  given_at timestamptz not null,
  unique (case_id, round),
  foreign key (case_id, round) references rating_invitation (case_id, round)
);
create index rating_recent on rating (given_at desc, id desc);
create trigger rating_append_only before update or delete on rating for each row execute function forbid_change();
create trigger rating_kept before truncate on rating for each statement execute function forbid_change();
comment on table rating is 'What a party thought of the service, once for a round, never changed; their words sealed by their key';
grant select, insert on rating to :app_role;

create table rating_addition (
  id uuid primary key,
  rating_id uuid not null references rating (id),
  words_cipher bytea not null,
  added_at timestamptz not null
);
create index rating_addition_rating on rating_addition (rating_id, added_at);
create trigger rating_addition_append_only before update or delete on rating_addition
  for each row execute function forbid_change();
create trigger rating_addition_kept before truncate on rating_addition for each statement execute function forbid_change();
comment on table rating_addition is 'What a party added to their rating later';
grant select, insert on rating_addition to :app_role;

create table rating_answer (
  rating_id uuid primary key references rating (id),
  division text collate "C" not null,
  office_id uuid references office (id),
  due_on date not null,
  state text not null default 'open' check (state in ('open', 'contacted', 'replied')),
  contact_way text check (contact_way in ('phone', 'visit', 'window', 'unreached')),
  contact_cipher bytea,
  contacted_by uuid references account (id),
  contacted_at timestamptz,
  reply text,
  result text check (result in ('solved', 'explained', 'ongoing', 'unreached')),
  replied_by uuid references account (id),
  replied_at timestamptz,
  version int not null default 1,
  opened_at timestamptz not null,
  check ((state = 'open') = (contacted_at is null)),
  check ((state = 'replied') = (replied_at is not null and reply is not null and result is not null))
);
create index rating_answer_open on rating_answer (division, due_on) where state <> 'replied';
comment on table rating_answer is 'The task that a bad rating opens: contact, reply to the party, and what came of it; what was said stays sealed by the party''s key';
grant select, insert, update on rating_answer to :app_role;

create table rating_code (
  token_hash text primary key,
  case_id uuid not null,
  round int not null,
  made_by uuid not null references account (id),
  expires_at timestamptz not null,
  foreign key (case_id, round) references rating_invitation (case_id, round)
);
comment on table rating_code is 'One-time addresses by which an applicant rates at the window without logging in; only hashes are kept';
grant select, insert, delete on rating_code to :app_role;
