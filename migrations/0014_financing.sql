-- Financing (创业融资): guaranteed start-up loans (创业担保贷款).

create table loan (
  case_id uuid primary key references service_case (id),
  party_id uuid not null references party (id),
  division text collate "C" not null,
  form_cipher bytea not null,
  requested_amount bigint check (requested_amount > 0),
  requested_months int check (requested_months > 0),
  recommended_amount bigint check (recommended_amount > 0),
  recommended_months int check (recommended_months > 0),
  saved_at timestamptz not null,
  check ((recommended_amount is null) = (recommended_months is null))
);
comment on table loan is 'Detail of a guaranteed loan: the form sealed by the person''s key, its figures beside it; amounts in fen';
alter table loan enable row level security;
create policy loan_reach on loan using (party_id = actor_party() or actor_reaches(division));
grant select, insert, update on loan to :app_role;
