// What several parts have in common comes as two files: what is wanted first, and the rest. Each piece is a module.
const sharedNames = ["./{first}", "./{later}"];
const sharedFiles = [];
async function shared(file, at, length) {
    sharedFiles[file] ??= fetch(new URL(sharedNames[file], import.meta.url)).then((answer) => {
        if (!answer.ok) throw new Error(`the parts of the page: ${answer.status}`);
        return answer.arrayBuffer();
    });
    try {
        const piece = (await sharedFiles[file]).slice(at, at + length);
        return new Response(piece, { headers: { "Content-Type": "application/wasm" } });
    } catch (why) {
        // The next one who asks tries again.
        sharedFiles[file] = undefined;
        throw why;
    }
}
