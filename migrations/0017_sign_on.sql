-- Single sign-on (单点登录): whom a provider's subjects stand for here, and which sessions began there.

create table account_link (
  id uuid primary key,
  account_id uuid not null references account (id),
  provider text not null,
  subject_index text not null,
  linked_at timestamptz not null,
  linked_by uuid references account (id),
  ended_at timestamptz
);
create unique index account_link_subject on account_link (provider, subject_index) where ended_at is null;
create unique index account_link_account on account_link (account_id, provider) where ended_at is null;
comment on table account_link is 'A subject of a provider of single sign-on, by blind index, and the account it logs in to';
comment on column account_link.linked_by is 'The administrator who made the link; null when the account''s own holder did';
grant select, insert, update on account_link to :app_role;

alter table session add column provider text;
alter table session add column device text;
alter table session add column seen_at timestamptz;
comment on column session.device is 'What it was begun on, in plain words; the browser''s own text is not kept';
comment on column session.seen_at is 'When it was last used, to five minutes; null before the first time';
grant delete on session, login_code to :app_role;
comment on column session.provider is 'Provider of single sign-on by which it began; null for codes and passwords';

alter table person add column verified_through text;
comment on column person.verified_through is 'Provider of single sign-on that vouched for the real name; null where a clerk saw the paper';
comment on column person.verification is 'Real name: none, declared by the person, or verified by a clerk at the window or by a provider that vouches for it';

-- Log-in asks this before it knows who is asking; it gives ids alone.
create function find_verified_person(wanted text) returns table (party_id uuid, division text)
  language sql stable security definer
  begin atomic
    select person.party_id, person.division from person
    where person.identity_index = wanted and person.verification = 'verified';
  end;
revoke execute on function find_verified_person(text) from public;
grant execute on function find_verified_person(text) to :app_role;
