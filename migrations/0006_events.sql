-- Outbox (事件): versioned events, written with the change they tell of, delivered after it.

create table outbox_event (
  id bigint generated always as identity primary key,
  type text not null,
  version int not null,
  key text not null,
  payload jsonb not null,
  at timestamptz not null,
  relayed_at timestamptz
);
create index outbox_event_waiting on outbox_event (id) where relayed_at is null;
comment on table outbox_event is 'Events of this tenant; the relay makes one job for each event and subscriber';
comment on column outbox_event.key is 'Events of one key (a case id) are delivered in order';
grant select, insert, update on outbox_event to :app_role;
