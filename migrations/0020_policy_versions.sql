-- Publishing of policies (政策法规): identity apart from versions, links between policies, tasks before one runs out.

create table policy_version (
  id uuid primary key,
  policy_id uuid not null references policy (id),
  edition int not null check (edition > 0),
  state text not null check (state in
    ('collected', 'organised', 'inReview', 'scheduled', 'published', 'superseded', 'takenDown', 'discarded')),
  flow_version int not null default 1,
  version int not null default 1,
  performed jsonb not null default '{}',
  title text not null,
  level text check (level in ('national', 'province', 'city', 'county')),
  division text collate "C",
  issuer text not null default '',
  number text not null default '',
  topic text,
  issued_on date,
  effective_on date,
  expires_on date,
  invented boolean not null default false,
  source_address text not null default '',
  source_says text not null default '',
  source_text text not null default '',
  card jsonb not null,
  body jsonb not null,
  service text,
  rule_code text,
  change_note text not null default '',
  collected_by uuid,
  author_id uuid,
  reviewer_id uuid,
  remarks jsonb not null default '[]',
  publish_on date,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  published_at timestamptz,
  closed_at timestamptz,
  withdrawn_reason text not null default '',
  unique (policy_id, edition),
  check (expires_on is null or expires_on >= effective_on),
  check (state not in ('inReview', 'scheduled', 'published', 'superseded', 'takenDown')
    or (title <> '' and issuer <> '' and level is not null and division is not null and topic is not null
      and issued_on is not null and effective_on is not null)),
  check (state not in ('published', 'superseded', 'takenDown') or published_at is not null),
  check (state <> 'scheduled' or publish_on is not null)
);
comment on table policy_version is 'Each edition (版次) of a policy with all its content, on its way through collecting, organising, editing, review and publication';
comment on column policy_version.version is 'Counts changes, so that a stale one is refused';
comment on column policy_version.performed is 'Account that last did each thing; whoever edited last does not review';
comment on column policy_version.effective_on is 'May lie before issued_on: some texts take effect backwards';
comment on column policy_version.expires_on is 'Last day in force, that day included';
comment on column policy_version.card is 'The same in plain words: who, howMuch, bring, howLong, where';
comment on column policy_version.body is 'Blocks in order: heading, paragraph, list, numbered, table';
comment on column policy_version.invented is 'True for demonstration texts, which say so on their page';

insert into policy_version
  (id, policy_id, edition, state, title, level, division, issuer, number, topic, issued_on, effective_on, expires_on, invented,
    card, body, service, rule_code, created_at, changed_at, published_at)
select gen_random_uuid(), policy.id, 1, 'published', title, level, division, issuer, number, topic, issued_on, effective_on, expires_on,
  invented, card,
  (select coalesce(jsonb_agg(block order by section_place, place), '[]')
    from jsonb_array_elements(body) with ordinality as sections (section, section_place),
      lateral (
        select 0 as place, jsonb_build_object('kind', 'heading', 'text', section ->> 'heading') as block
        union all
        select paragraph_place, jsonb_build_object('kind', 'paragraph', 'text', text)
        from jsonb_array_elements_text(section -> 'paragraphs') with ordinality as paragraphs (text, paragraph_place)
      ) as blocks),
  service, rule_code, issued_on::timestamptz, issued_on::timestamptz, issued_on::timestamptz
from policy;

create unique index policy_version_live on policy_version (policy_id) where state = 'published';
create unique index policy_version_open on policy_version (policy_id)
  where state in ('collected', 'organised', 'inReview', 'scheduled');
create index policy_version_newest on policy_version (issued_on desc, policy_id) where state = 'published';
create index policy_version_changed on policy_version (changed_at desc, id);
create index policy_version_title on policy_version using gin (title gin_trgm_ops);
create index policy_version_number on policy_version (number) where number <> '';
grant select, insert, update on policy_version to :app_role;

create function keep_published() returns trigger language plpgsql as $$
declare
  moving constant text[] := array['state', 'version', 'performed', 'closed_at', 'withdrawn_reason'];
begin
  if old.published_at is not null and to_jsonb(new) - moving is distinct from to_jsonb(old) - moving then
    raise exception 'a published version never changes';
  end if;
  return new;
end $$;
create trigger policy_version_kept before update on policy_version for each row execute function keep_published();

create table policy_link (
  version_id uuid not null references policy_version (id),
  kind text not null check (kind in ('replaces', 'amends', 'implements')),
  target_id uuid not null references policy (id),
  primary key (version_id, kind, target_id)
);
create index policy_link_target on policy_link (target_id, kind);
comment on table policy_link is 'What a version of a policy replaces (废止并代替), amends (修改) or implements (配套); holds while that version is published';
grant select, insert, delete on policy_link to :app_role;

insert into policy_link (version_id, kind, target_id)
select policy_version.id, 'replaces', policy.replaces
from policy join policy_version on policy_version.policy_id = policy.id where policy.replaces is not null;

alter table policy add column keeper text collate "C";
update policy set keeper = case when level in ('national', 'province') then '420500000000' else division end;
alter table policy alter column keeper set not null;
alter table policy add column created_at timestamptz not null default now();
alter table policy
  drop column title, drop column level, drop column division, drop column issuer, drop column number, drop column topic,
  drop column issued_on, drop column effective_on, drop column expires_on, drop column replaces, drop column invented,
  drop column card, drop column body, drop column service, drop column rule_code;
create index policy_keeper on policy (keeper);
comment on table policy is 'A policy as it is known by its address, whatever its versions say';
comment on column policy.keeper is 'Division whose editors keep it; where it applies its versions say';

create sequence policy_number_sequence;
grant usage on sequence policy_number_sequence to :app_role;

create table policy_task (
  id uuid primary key,
  policy_id uuid not null references policy (id),
  kind text not null check (kind in ('expiring')),
  due_on date not null,
  raised_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid,
  outcome text check (outcome in ('renewed', 'lapses')),
  unique (policy_id, kind, due_on)
);
create index policy_task_open on policy_task (due_on, id) where settled_at is null;
comment on table policy_task is 'What editors have to look at in time: a policy whose last day in force is near';
grant select, insert, update on policy_task to :app_role;

alter table search_entry add column note text not null default '';
comment on column search_entry.note is 'A word that the reader has to see beside the title, such as that it is out of force; usually empty';
