-- An e-mail may carry a document: the row names it, and its bytes are read at the moment of sending, never kept here.

alter table outbound_message
  add column attachment_kind text,
  add column attachment_id uuid,
  add constraint outbound_message_attachment
    check ((attachment_kind is null) = (attachment_id is null) and (attachment_kind is null or medium = 'email'));
create index outbound_message_own on outbound_message (party_id, created_at desc) where attachment_kind is not null;
comment on column outbound_message.attachment_kind is 'What goes with the mail, such as letter; made anew for each try';
