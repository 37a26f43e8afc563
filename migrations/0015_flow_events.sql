-- The history of what runs a flow (服务流程) without being a case: nobody's, with neither party nor channel.

create table flow_event (
  id bigint generated always as identity primary key,
  subject_id uuid not null,
  sequence int not null,
  service text not null,
  flow_version int not null,
  action text not null,
  from_state text,
  to_state text not null,
  actor_id uuid,
  actor_role text not null,
  detail jsonb not null default '{}',
  at timestamptz not null,
  previous_hash text not null,
  hash text not null,
  xid xid8 not null default pg_current_xact_id(),
  unique (subject_id, sequence),
  foreign key (service, flow_version, to_state) references flow_step (service, version, state),
  foreign key (service, flow_version, action, from_state, to_state)
    references flow_action (service, version, action, from_state, to_state)
);
create index flow_event_xid on flow_event (xid);
create trigger flow_event_append_only before update or delete on flow_event for each row execute function forbid_change();
create trigger flow_event_kept before truncate on flow_event for each statement execute function forbid_change();
comment on table flow_event is 'History of what runs a flow without being a case, such as a policy on its way to publication, chained by hash';
comment on column flow_event.from_state is 'Null where it begins';
grant select, insert on flow_event to :app_role;
