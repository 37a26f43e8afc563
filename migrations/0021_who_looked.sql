-- Who looked (谁看过): an audit row of a list names in detail.shown the parties whose data it showed.

create index audit_entry_shown on audit_entry using gin ((detail -> 'shown') jsonb_path_ops) where detail ? 'shown';
create index audit_entry_actor on audit_entry (actor_id, id);
create index audit_entry_operation on audit_entry (operation, id);
comment on column audit_entry.detail is 'shown: ids of the parties whose data a list showed; never personal data';
