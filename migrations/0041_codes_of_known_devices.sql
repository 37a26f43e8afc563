-- A code asked for on a device that the account has logged in on before belongs to that device: whoever guesses, or asks for
-- codes, from elsewhere neither uses it up nor holds it back.
alter table login_code add column device text;

comment on column login_code.device is 'Blind index of the known device that asked for it; null where it was asked for from any other';
