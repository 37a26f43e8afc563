-- Inboxes (收件箱) go by deadline, what has none after the rest: their indexes stand in that order, so that a page reads no more than it shows.

drop index service_case_assignee;
create index service_case_assignee on service_case (assignee_id, (coalesce(due_on, date '9999-12-31')), id) include (due_on)
  where ended_at is null and assignee_id is not null;
drop index service_case_office;
create index service_case_office on service_case (office_id, (coalesce(due_on, date '9999-12-31')), id) include (assignee_id)
  where ended_at is null and holder = 'office';
