-- Consent (同意): what people are asked to agree to, in versions, and what each of them has agreed to or taken back.

create table consent_text (
  purpose text not null,
  version int not null check (version > 0),
  title text not null,
  body text not null,
  published_at timestamptz not null,
  published_by uuid references account (id),
  primary key (purpose, version)
);
create trigger consent_text_append_only before update or delete on consent_text
  for each row execute function forbid_change();
create trigger consent_text_kept before truncate on consent_text for each statement execute function forbid_change();
comment on table consent_text is 'What people are asked to agree to, by purpose; append-only, the newest version is the one that counts';
comment on column consent_text.body is 'Paragraphs, an empty line between them';
comment on column consent_text.published_by is 'The administrator who published it; null for what the platform brings along';
grant select, insert on consent_text to :app_role;

create table consent (
  id bigint generated always as identity primary key,
  party_id uuid not null references party (id),
  purpose text not null,
  version int not null,
  given boolean not null,
  form text not null check (form in ('online', 'paper', 'spoken')),
  channel text not null,
  case_id uuid,
  at timestamptz not null,
  recorded_by uuid references account (id),
  foreign key (purpose, version) references consent_text (purpose, version)
);
create index consent_party on consent (party_id, purpose, id desc);
create trigger consent_append_only before update or delete on consent for each row execute function forbid_change();
create trigger consent_kept before truncate on consent for each statement execute function forbid_change();
comment on table consent is 'What a person has agreed to or taken back; append-only, the newest row of a purpose counts';
comment on column consent.given is 'False: taken back';
comment on column consent.form is 'How it was said: on the page, or at the window on paper or by word of mouth';
comment on column consent.case_id is 'The application it was given with, where it was given with one';
comment on column consent.recorded_by is 'The clerk who took it down; null for the person''s own act';
grant select, insert on consent to :app_role;
