
// What several parts have in common comes as one file; each piece of it is a module.
let sharedFile;
async function shared(at, length) {
    sharedFile ??= fetch(new URL("./{file}", import.meta.url)).then((answer) => {
        if (!answer.ok) throw new Error(`the parts of the page: ${answer.status}`);
        return answer.arrayBuffer();
    });
    try {
        const piece = (await sharedFile).slice(at, at + length);
        return new Response(piece, { headers: { "Content-Type": "application/wasm" } });
    } catch (why) {
        // The next one who asks tries again.
        sharedFile = undefined;
        throw why;
    }
}
