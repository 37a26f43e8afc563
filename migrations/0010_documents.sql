-- Papers (材料): sealed files with their standing.

create table document (
  id uuid primary key,
  party_id uuid not null references party (id),
  case_id uuid,
  division text collate "C" not null,
  kind text not null,
  name_cipher bytea not null,
  media_type text not null,
  size bigint not null check (size > 0),
  sha256 text not null,
  storage_key text not null unique,
  state text not null check (state in ('accepted', 'removed')),
  uploaded_by uuid not null,
  uploaded_at timestamptz not null,
  removed_at timestamptz
);
create index document_case on document (case_id) where state = 'accepted';
create index document_party on document (party_id);
comment on table document is 'Papers handed in; a row is written only when the file has passed quarantine';
comment on column document.storage_key is 'Where the sealed file lies; made by us, never from the sender''s name';
grant select, insert, update on document to :app_role;
