//! The rows in IndexedDB: one object store per table, keyed `[board, name]`.
//!
//! Requests are issued together and awaited once, so that no foreign wait falls inside a
//! transaction. Written on web-sys because the durability of a transaction must be asked for.

use super::{Rows, StoreError, Table, Write};
use crate::browser::set;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use shared::ids::BoardId;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbFactory, IdbKeyRange, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

const DATABASE: &str = "tablee";
/// Raised when a table is added; tables are never renamed.
const LAYOUT: u32 = 2;

#[derive(Clone, Debug)]
pub struct Indexed(IdbDatabase);

impl Indexed {
    pub async fn open() -> Result<Self, StoreError> {
        let factory: IdbFactory = Reflect::get(&js_sys::global(), &"indexedDB".into())
            .and_then(JsCast::dyn_into)
            .map_err(|_| StoreError::Refused)?;
        let request = factory.open_with_u32(DATABASE, LAYOUT).map_err(why)?;
        let laid = request.clone();
        let lay_down = Closure::once_into_js(move || lay_down(&laid));
        request.set_onupgradeneeded(Some(lay_down.unchecked_ref()));
        let database: IdbDatabase = answer(&request).await?.unchecked_into();
        // A later release in another tab may lay down more; this one lets go rather than block it.
        let open = database.clone();
        let let_go = Closure::<dyn FnMut()>::new(move || open.close());
        database.set_onversionchange(Some(let_go.as_ref().unchecked_ref()));
        let_go.forget();
        Ok(Self(database))
    }

    pub async fn get(
        &self,
        table: Table,
        board: &BoardId,
        name: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let reading = self.read(&[table])?;
        let request =
            reading.object_store(table.key()).and_then(|rows| rows.get(&key(board, name))).map_err(why)?;
        let found = answer(&request).await?;
        Ok(found.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec()))
    }

    pub async fn rows(&self, tables: &[Table], board: &BoardId) -> Result<Vec<Rows>, StoreError> {
        let reading = self.read(tables)?;
        let range = of_board(board)?;
        let mut requests = vec![];
        for table in tables {
            let rows = reading.object_store(table.key()).map_err(why)?;
            let names = settled(&rows.get_all_keys_with_key(&range).map_err(why)?);
            let bytes = settled(&rows.get_all_with_key(&range).map_err(why)?);
            requests.push((names, bytes));
        }
        let mut out = vec![];
        for (names, bytes) in requests {
            let names: Array = names.finish().await?.unchecked_into();
            let bytes: Array = bytes.finish().await?.unchecked_into();
            let rows = names.iter().zip(bytes.iter()).filter_map(|(name, bytes)| {
                let name = Array::from(&name).get(1).as_string()?;
                Some((name, bytes.dyn_into::<Uint8Array>().ok()?.to_vec()))
            });
            out.push(rows.collect());
        }
        Ok(out)
    }

    pub async fn boards(&self) -> Result<Vec<BoardId>, StoreError> {
        let reading = self.read(&[Table::Boards])?;
        let request =
            reading.object_store(Table::Boards.key()).and_then(|rows| rows.get_all_keys()).map_err(why)?;
        let keys: Array = answer(&request).await?.unchecked_into();
        let mut boards: Vec<BoardId> =
            keys.iter().filter_map(|key| BoardId::parse(&Array::from(&key).get(0).as_string()?)).collect();
        boards.dedup();
        Ok(boards)
    }

    pub async fn write(&self, board: &BoardId, writes: &[Write]) -> Result<(), StoreError> {
        let mut tables: Vec<Table> = writes
            .iter()
            .map(|write| match write {
                Write::Put { table, .. } | Write::Delete { table, .. } | Write::Clear { table } => *table,
            })
            .collect();
        shared::sort::sort(&mut tables);
        tables.dedup();
        if tables.is_empty() {
            return Ok(());
        }
        let writing = self.strict(&tables)?;
        for write in writes {
            match write {
                Write::Put { table, name, bytes } => {
                    let rows = writing.object_store(table.key()).map_err(why)?;
                    rows.put_with_key(&Uint8Array::from(bytes.as_slice()), &key(board, name)).map_err(why)?;
                }
                Write::Delete { table, name } => {
                    let rows = writing.object_store(table.key()).map_err(why)?;
                    rows.delete(&key(board, name)).map_err(why)?;
                }
                Write::Clear { table } => {
                    let rows = writing.object_store(table.key()).map_err(why)?;
                    rows.delete(of_board(board)?.as_ref()).map_err(why)?;
                }
            }
        }
        let done = Promise::new(&mut |resolve, reject| {
            writing.set_oncomplete(Some(&resolve));
            writing.set_onabort(Some(&reject));
        });
        match JsFuture::from(done).await {
            Ok(_) => Ok(()),
            Err(_) => Err(writing.error().map_or(StoreError::Refused, |error| named(&error))),
        }
    }

    fn read(&self, tables: &[Table]) -> Result<IdbTransaction, StoreError> {
        self.0
            .transaction_with_str_sequence_and_mode(&names(tables), IdbTransactionMode::Readonly)
            .map_err(why)
    }

    /// A transaction that is complete only once the disk has it.
    fn strict(&self, tables: &[Table]) -> Result<IdbTransaction, StoreError> {
        let options = Object::new();
        set(&options, "durability", &"strict".into());
        let transaction: Function =
            Reflect::get(&self.0, &"transaction".into()).and_then(JsCast::dyn_into).map_err(why)?;
        transaction
            .call3(&self.0, &names(tables), &"readwrite".into(), &options)
            .map(JsCast::unchecked_into)
            .map_err(why)
    }
}

fn lay_down(request: &IdbOpenDbRequest) {
    let Ok(database) = request.result() else { return };
    let database: IdbDatabase = database.unchecked_into();
    for table in Table::ALL {
        if !database.object_store_names().contains(table.key()) {
            // A failure here fails the opening, which is told there.
            let _ = database.create_object_store(table.key());
        }
    }
}

fn names(tables: &[Table]) -> Array {
    tables.iter().map(|table| JsValue::from(table.key())).collect()
}

fn key(board: &BoardId, name: &str) -> JsValue {
    Array::of2(&board.as_str().into(), &name.into()).into()
}

/// Every key of a board: arrays sort after all texts.
fn of_board(board: &BoardId) -> Result<IdbKeyRange, StoreError> {
    let from = Array::of1(&board.as_str().into());
    let to = Array::of2(&board.as_str().into(), &Array::new());
    IdbKeyRange::bound(&from, &to).map_err(why)
}

/// A request whose outcome is being listened for.
struct Settled {
    request: IdbRequest,
    promise: Promise,
}

fn settled(request: &IdbRequest) -> Settled {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    Settled { request: request.clone(), promise }
}

impl Settled {
    async fn finish(self) -> Result<JsValue, StoreError> {
        match JsFuture::from(self.promise).await {
            Ok(_) => self.request.result().map_err(why),
            Err(_) => {
                let error = self.request.error().ok().flatten();
                Err(error.map_or(StoreError::Refused, |error| named(&error)))
            }
        }
    }
}

async fn answer(request: &IdbRequest) -> Result<JsValue, StoreError> {
    settled(request).finish().await
}

fn why(thrown: JsValue) -> StoreError {
    thrown.dyn_into::<DomException>().map_or(StoreError::Refused, |error| named(&error))
}

fn named(error: &DomException) -> StoreError {
    match error.name().as_str() {
        "QuotaExceededError" => StoreError::NoRoom,
        // Private modes, policies, a damaged profile: to the person it is one thing.
        _ => StoreError::Refused,
    }
}
