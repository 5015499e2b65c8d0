-- The change log's tables (server/src/log/sqlite.rs). Run at every start; each statement may run again.
create table if not exists log_name (
    only integer primary key check (only = 1),
    name text not null
) strict;

create table if not exists log_boards (
    board text primary key,
    last_seq integer not null
) strict, without rowid;

-- `bytes` is emptied when a snapshot holds the change: its hash stays, so that it is stored once.
create table if not exists log_changes (
    board text not null references log_boards (board),
    seq integer not null,
    hash blob not null,
    bytes blob,
    primary key (board, seq)
) strict;

create unique index if not exists log_changes_by_hash on log_changes (board, hash);

create table if not exists log_snapshots (
    board text primary key references log_boards (board),
    seq integer not null,
    bytes blob not null
) strict;

create table if not exists log_bindings (
    board text not null references log_boards (board),
    actor blob not null,
    member text not null,
    primary key (board, actor)
) strict, without rowid;
