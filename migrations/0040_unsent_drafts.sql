-- When an applicant last changed what is filled in: a draft that nobody has touched for long is closed by rule.
alter table service_case add column edited_at timestamptz;
comment on column service_case.edited_at is 'When what is filled in was last changed without a step; null where it never was';
create index service_case_draft on service_case ((greatest(held_since, edited_at)))
  where ended_at is null and holder = 'applicant';
