-- Identity papers (身份证件) beside the resident identity card: those of Hong Kong, Macao, Taiwan and foreign residents.

alter table person drop constraint person_identity_kind_check;
alter table person add constraint person_identity_kind_check check (
  identity_kind in (
    'residentId', 'residencePermit', 'hongKongMacaoPermit', 'taiwanPermit', 'permanentResidence', 'passport'
  )
);
comment on column person.identity_kind is 'Kind of the paper whose number is sealed in identity_cipher; a passport''s number has its country before it';
