-- Numbered papers (文书): issued with a step of a case, kept as they were issued, served on the applicant.

create sequence letter_number_sequence;
grant usage on sequence letter_number_sequence to :app_role;

create table letter (
  id uuid primary key,
  number text not null unique,
  kind text not null,
  service text not null,
  case_id uuid not null references service_case (id),
  case_sequence int not null,
  party_id uuid not null references party (id),
  division text collate "C" not null,
  office_id uuid references office (id),
  office_name text not null,
  issued_on date not null,
  issued_at timestamptz not null,
  content_cipher bytea not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  unique (case_id, case_sequence, kind)
);
create index letter_party on letter (party_id, id);
create index letter_division on letter (division, id);
create trigger letter_append_only before update or delete on letter for each row execute function forbid_change();
create trigger letter_kept before truncate on letter for each statement execute function forbid_change();
comment on table letter is 'Numbered papers (文书), each issued in the transaction of its step and never changed; the step''s history keeps number and hash';
comment on column letter.content_cipher is 'The whole text as it was issued, sealed by the key of its party: it renders the same for ever, or not at all once erased';
comment on column letter.content_hash is 'SHA-256 of the canonical text, which holds a salt, so that nothing can be guessed from it';
alter table letter enable row level security;
create policy letter_reach on letter using (party_id = actor_party() or actor_reaches(division));
grant select, insert on letter to :app_role;

create table letter_serving (
  id bigint generated always as identity primary key,
  letter_id uuid not null references letter (id),
  way text not null check (way in ('online', 'window', 'mail', 'message')),
  served_on date not null,
  receipt_cipher bytea,
  recorded_by uuid,
  recorded_at timestamptz not null
);
create unique index letter_serving_online on letter_serving (letter_id) where way = 'online';
create index letter_serving_letter on letter_serving (letter_id, served_on);
create trigger letter_serving_append_only before update or delete on letter_serving for each row execute function forbid_change();
create trigger letter_serving_kept before truncate on letter_serving for each statement execute function forbid_change();
comment on table letter_serving is 'How and when a letter was served (送达); the earliest day begins the time in which to appeal';
comment on column letter_serving.way is 'online: first opened by the applicant; window: handed over; mail; message';
comment on column letter_serving.receipt_cipher is 'Who signed, or the number of the mail: sealed by the party''s key';
alter table letter_serving enable row level security;
create policy letter_serving_reach on letter_serving
  using (exists (select 1 from letter where letter.id = letter_serving.letter_id));
grant select, insert on letter_serving to :app_role;

-- Whoever holds a paper may ask whether it is ours: the number is looked up across the rows' policy, and nothing personal comes back.
create function find_letter_by_number(wanted text)
  returns table (kind text, service text, office_name text, issued_on date, content_hash text)
  language sql stable security definer
  begin atomic
    select letter.kind, letter.service, letter.office_name, letter.issued_on, letter.content_hash
    from letter where letter.number = wanted;
  end;
revoke execute on function find_letter_by_number(text) from public;
grant execute on function find_letter_by_number(text) to :app_role;
