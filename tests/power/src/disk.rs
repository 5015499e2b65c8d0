//! A disk for SQLite that loses at a power cut what was not synced, and keeps of that what
//! chance decides: whole writes, the beginnings of others, in no order.
//!
//! ```text
//! write, truncate ─> this process' memory ─ sync ─> the file
//!                         └─ now and then, in part, also at once, as an operating system may
//! ```
//! It is a VFS of SQLite (sqlite.org/vfs.html) before the usual one, which still locks, names and
//! opens files. All connections of this process see one image of each file.

use crate::disk::image::{Image, Images};
use libsqlite3_sys as ffi;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

mod image;

/// What was done to the disk so far: writes, truncations, syncs and deletions.
static STEPS: AtomicU64 = AtomicU64::new(0);
/// The step at which the power is cut; never for zero.
static CUT_AT: AtomicU64 = AtomicU64::new(0);
static IMAGES: OnceLock<Images> = OnceLock::new();
static USUAL: OnceLock<Usual> = OnceLock::new();

/// The VFS that SQLite uses where nothing is said.
struct Usual(*mut ffi::sqlite3_vfs);
// SAFETY: SQLite never frees nor changes its own VFS, and calls it from any thread.
unsafe impl Send for Usual {}
// SAFETY: as above.
unsafe impl Sync for Usual {}

/// From now on everything that SQLite keeps in files is on such a disk. `seed` decides what of the
/// unsynced survives; at disk step `cut_at`, before it is done, the power is cut (never for zero).
///
/// # Panics
/// If SQLite has no file layer, or a second disk is put in.
pub fn install(seed: u64, cut_at: u64) {
    CUT_AT.store(cut_at, Ordering::SeqCst);
    assert!(IMAGES.set(Images::new(seed)).is_ok(), "one disk in a process");
    // SAFETY: without a name this gives the default VFS, which lives as long as the process.
    let usual = unsafe { ffi::sqlite3_vfs_find(ptr::null()) };
    assert!(!usual.is_null(), "SQLite has a file layer");
    // SAFETY: not null, and nobody writes to it.
    let mut vfs = unsafe { *usual };
    assert!(USUAL.set(Usual(usual)).is_ok(), "one disk in a process");
    vfs.zName = c"tablee-power".as_ptr();
    vfs.pNext = ptr::null_mut();
    vfs.szOsFile += size_of::<File>() as c_int;
    vfs.xOpen = Some(open);
    vfs.xDelete = Some(delete);
    // All else is the usual VFS' own, which does not look at the table it is called through.
    let vfs = Box::leak(Box::new(vfs));
    // SAFETY: the table is never freed and every function in it is sound.
    let registered = unsafe { ffi::sqlite3_vfs_register(vfs, 1) };
    assert_eq!(registered, ffi::SQLITE_OK);
}

/// How many steps the disk has seen.
pub fn steps() -> u64 {
    STEPS.load(Ordering::SeqCst)
}

/// A step that is done to a file beside SQLite: the power may be cut before it, too.
pub fn step() {
    if STEPS.fetch_add(1, Ordering::SeqCst) + 1 == CUT_AT.load(Ordering::SeqCst) {
        std::process::abort();
    }
}

/// An open file: what SQLite looks at, our part, and behind it the usual VFS' own file.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    image: *const Image,
}

/// The usual VFS' file behind ours.
///
/// # Safety
/// `file` is one that [`open`] filled.
unsafe fn real(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: `szOsFile` has room for both, one behind the other.
    unsafe { file.cast::<File>().add(1).cast() }
}

/// The image of an open file.
///
/// # Safety
/// `file` is one that [`open`] filled and [`close`] did not.
unsafe fn image<'a>(file: *mut ffi::sqlite3_file) -> &'a Image {
    // SAFETY: it came from `Arc::into_raw` and is given back only by `close`.
    unsafe { &*(*file.cast::<File>()).image }
}

/// The functions of the usual VFS' file.
///
/// # Safety
/// `file` is one that [`open`] filled.
unsafe fn usual<'a>(file: *mut ffi::sqlite3_file) -> (&'a ffi::sqlite3_io_methods, *mut ffi::sqlite3_file) {
    // SAFETY: `open` succeeded, so the usual VFS set the functions of its file.
    unsafe {
        let real = real(file);
        (&*(*real).pMethods, real)
    }
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let Some(Usual(vfs)) = USUAL.get() else { return ffi::SQLITE_CANTOPEN };
    // SAFETY: the default VFS opens files.
    let Some(open) = (unsafe { (**vfs).xOpen }) else { return ffi::SQLITE_CANTOPEN };
    let lasts =
        flags & (ffi::SQLITE_OPEN_MAIN_DB | ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_WAL) != 0;
    if name.is_null() || !lasts {
        // SAFETY: what does not outlive the process is the usual VFS' alone; there is room for it.
        return unsafe { open(*vfs, name, file, flags, out_flags) };
    }
    // SAFETY: SQLite gave `szOsFile` bytes; `base` is set first, so that it closes nothing on error.
    unsafe {
        (*file).pMethods = ptr::null();
        let opened = open(*vfs, name, real(file), flags, out_flags);
        if opened != ffi::SQLITE_OK {
            return opened;
        }
        let path = CStr::from_ptr(name).to_string_lossy().into_owned();
        let Some(images) = IMAGES.get() else { return ffi::SQLITE_CANTOPEN };
        (*file.cast::<File>()).image = Arc::into_raw(images.of(&path));
        (*file).pMethods = &METHODS;
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    step();
    let Some(Usual(vfs)) = USUAL.get() else { return ffi::SQLITE_IOERR };
    // SAFETY: SQLite names a file by a terminated string; the default VFS deletes files.
    unsafe {
        if let Some(images) = IMAGES.get() {
            images.forget(&CStr::from_ptr(name).to_string_lossy());
        }
        (**vfs).xDelete.map_or(ffi::SQLITE_IOERR, |delete| delete(*vfs, name, sync))
    }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    // Two: shared memory, but no mapping of the file itself.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes once what `open` filled.
    unsafe {
        drop(Arc::from_raw((*file.cast::<File>()).image));
        let (usual, real) = usual(file);
        usual.xClose.map_or(ffi::SQLITE_OK, |close| close(real))
    }
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, bytes: c_int, at: i64) -> c_int {
    // SAFETY: SQLite gives room for so many bytes.
    let (image, into) =
        unsafe { (image(file), std::slice::from_raw_parts_mut(into.cast::<u8>(), bytes as usize)) };
    if image.read(at as usize, into) { ffi::SQLITE_OK } else { ffi::SQLITE_IOERR_SHORT_READ }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    bytes: c_int,
    at: i64,
) -> c_int {
    step();
    // SAFETY: SQLite gives so many bytes.
    let (image, from) =
        unsafe { (image(file), std::slice::from_raw_parts(from.cast::<u8>(), bytes as usize)) };
    let reaches = image.write(at as usize, from);
    if reaches == 0 {
        return ffi::SQLITE_OK;
    }
    // SAFETY: as `put`'s.
    unsafe { put(file, &from[..reaches], at) }
}

/// Writes to the file itself.
///
/// # Safety
/// `file` is one that [`open`] filled.
unsafe fn put(file: *mut ffi::sqlite3_file, bytes: &[u8], at: i64) -> c_int {
    // SAFETY: `open` succeeded.
    let (usual, real) = unsafe { usual(file) };
    match usual.xWrite {
        // SAFETY: so many bytes are there.
        Some(write) => unsafe { write(real, bytes.as_ptr().cast(), bytes.len() as c_int, at) },
        None => ffi::SQLITE_IOERR,
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    step();
    // SAFETY: SQLite truncates an open file.
    unsafe { image(file) }.truncate(size as usize);
    ffi::SQLITE_OK
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    step();
    // SAFETY: SQLite syncs an open file.
    let ((usual, real), image) = unsafe { (usual(file), image(file)) };
    let mut worst = ffi::SQLITE_OK;
    image.flush(|act| {
        let done = match act {
            // SAFETY: as `put`'s.
            image::Act::Write { at, bytes } => unsafe { put(file, bytes, at as i64) },
            image::Act::Truncate { size } => match usual.xTruncate {
                // SAFETY: the usual VFS' own file.
                Some(truncate) => unsafe { truncate(real, size as i64) },
                None => ffi::SQLITE_IOERR,
            },
        };
        worst = worst.max(done);
    });
    let synced = match usual.xSync {
        // SAFETY: the usual VFS' own file.
        Some(sync) => unsafe { sync(real, flags) },
        None => ffi::SQLITE_IOERR,
    };
    worst.max(synced)
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut i64) -> c_int {
    // SAFETY: SQLite gives room for the answer.
    unsafe { *size = image(file).len() as i64 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(file: *mut ffi::sqlite3_file, op: c_int, arg: *mut c_void) -> c_int {
    // What would reach around the image is not known here.
    if matches!(op, ffi::SQLITE_FCNTL_SIZE_HINT | ffi::SQLITE_FCNTL_CHUNK_SIZE | ffi::SQLITE_FCNTL_MMAP_SIZE)
    {
        return ffi::SQLITE_NOTFOUND;
    }
    // SAFETY: passed on as it came.
    unsafe {
        let (usual, real) = usual(file);
        usual.xFileControl.map_or(ffi::SQLITE_NOTFOUND, |control| control(real, op, arg))
    }
}

/// Functions that the usual VFS' file answers: locks and the index of the write-ahead log, which
/// is made anew after a power cut.
macro_rules! pass_on {
    ($($name:ident = $of:ident($($arg:ident: $kind:ty),*) -> $out:ty, $otherwise:expr;)*) => { $(
        unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file $(, $arg: $kind)*) -> $out {
            // SAFETY: passed on as it came, with the usual VFS' own file.
            unsafe {
                let (usual, real) = usual(file);
                usual.$of.map_or($otherwise, |pass| pass(real $(, $arg)*))
            }
        }
    )* };
}

pass_on! {
    lock = xLock(level: c_int) -> c_int, ffi::SQLITE_IOERR;
    unlock = xUnlock(level: c_int) -> c_int, ffi::SQLITE_IOERR;
    check_reserved_lock = xCheckReservedLock(is: *mut c_int) -> c_int, ffi::SQLITE_IOERR;
    sector_size = xSectorSize() -> c_int, 4096;
    device_characteristics = xDeviceCharacteristics() -> c_int, 0;
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, to: *mut *mut c_void) -> c_int, ffi::SQLITE_IOERR;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int, ffi::SQLITE_IOERR;
    shm_barrier = xShmBarrier() -> (), ();
    shm_unmap = xShmUnmap(delete: c_int) -> c_int, ffi::SQLITE_OK;
}
