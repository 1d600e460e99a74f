// Talks to the sample's server with the ws package. Usage: node client.mjs ws://localhost:8090
// Prints one line for each check; the exit code is 1 if one has failed.
import assert from "node:assert/strict";
import { once } from "node:events";
import process from "node:process";

import WebSocket from "ws";

const SIZES = [0, 125, 126, 65535, 65536, 1048576];
const CODES_OF_CLIENT = [1000, 1001, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 1014, 3000, 4999];
const CODES_OF_SERVER = [1000, 1001, 1003, 1008, 1011, 1012, 1013, 1014, 3000, 4999];
const TIMEOUT = 10_000;

const server = process.argv[2];

async function open(path, options) {
	const socket = new WebSocket(server + path, options);
	await next(socket, "open");
	return socket;
}

/** Waits for an event; "error" and the timeout fail. */
function next(socket, event) {
	return once(socket, event, { signal: AbortSignal.timeout(TIMEOUT) });
}

/** Text of so many bytes in UTF-8, of characters of one to four bytes. */
function text(size) {
	const mixed = "a\u00e9\u20ac\u{1f600}";
	return mixed.repeat(Math.floor(size / 10)) + "b".repeat(size % 10);
}

function binary(size) {
	return Buffer.from(Uint8Array.from({ length: size }, (_, i) => i * 31 + 7));
}

const checks = {};

for (const size of SIZES) {
	checks[`text of ${size} bytes comes back`] = async () => {
		const socket = await open("/echo", { perMessageDeflate: false });
		const sent = text(size);
		assert.equal(Buffer.byteLength(sent), size);
		socket.send(sent);
		const [data, isBinary] = await next(socket, "message");
		assert.equal(isBinary, false);
		assert.ok(data.toString() === sent, "the text differs");
		socket.close();
	};
	checks[`binary of ${size} bytes comes back`] = async () => {
		const socket = await open("/echo", { perMessageDeflate: false });
		const sent = binary(size);
		socket.send(sent);
		const [data, isBinary] = await next(socket, "message");
		assert.equal(isBinary, true);
		assert.ok(data.equals(sent), "the bytes differ");
		socket.close();
	};
}

// what the client offers, and how much may be left of what is sent; the server lets both sides keep their context
const OFFERS = {
	"as by default": [{}, 0.1],
	"without any context": [{ serverNoContextTakeover: true, clientNoContextTakeover: true }, 0.1],
	"without the server's context": [{ serverNoContextTakeover: true }, 0.1],
	"without the client's context": [{ clientNoContextTakeover: true }, 0.1],
	"with small windows": [{ serverMaxWindowBits: 9, clientMaxWindowBits: 9 }, 0.6],
	"with the smallest window of the server": [{ serverMaxWindowBits: 8 }, 0.6],
};

for (const [name, [offer, rest]] of Object.entries(OFFERS)) {
	checks[`messages come back compressed, ${name}`] = async () => {
		const socket = await open("/echo", { perMessageDeflate: { threshold: 0, ...offer } });
		assert.match(socket.extensions, /^permessage-deflate/);
		let sizes = 0;
		for (let round = 0; round < 2; round++) {
			for (const size of SIZES) {
				sizes += 2 * size;
				const sent = text(size);
				socket.send(sent);
				const [data] = await next(socket, "message");
				assert.ok(data.toString() === sent, `the text of ${size} bytes differs`);
				socket.send(binary(size));
				const [bytes] = await next(socket, "message");
				assert.ok(bytes.equals(binary(size)), `the binary of ${size} bytes differs`);
			}
		}
		const { bytesRead, bytesWritten } = socket._socket;
		assert.ok(bytesRead < sizes * rest, `received ${bytesRead} bytes for ${sizes}`);
		assert.ok(bytesWritten < sizes * rest, `sent ${bytesWritten} bytes for ${sizes}`);
		socket.close();
		assert.equal((await next(socket, "close"))[0], 1005);
	};
}

checks["compressed fragments come back as one message"] = async () => {
	const socket = await open("/echo", { perMessageDeflate: { threshold: 0 } });
	const part = text(5000);
	socket.send(part, { fin: false });
	socket.ping("between");
	socket.send(part, { fin: false });
	socket.send(part, { fin: true });
	const [data] = await next(socket, "message");
	assert.ok(data.toString() === part + part + part, "the text differs");
	socket.close();
};

checks["fragments come back as one message"] = async () => {
	const socket = await open("/echo");
	socket.send("one ", { fin: false });
	socket.ping("between");
	socket.send("two ", { fin: false });
	socket.send("three", { fin: true });
	const pong = next(socket, "pong");
	const [data] = await next(socket, "message");
	assert.equal(data.toString(), "one two three");
	assert.equal((await pong)[0].toString(), "between");
	socket.close();
};

checks["ping is answered with its payload"] = async () => {
	const socket = await open("/echo");
	for (const payload of ["", "payload", "p".repeat(125)]) {
		socket.ping(payload);
		const [answer] = await next(socket, "pong");
		assert.equal(answer.toString(), payload);
	}
	socket.close();
};

checks["a thousand messages come back in order"] = async () => {
	const socket = await open("/echo");
	const came = [];
	const all = new Promise((resolve) => socket.on("message", (data) => {
		came.push(data.toString());
		if (came.length === 1000) {
			resolve();
		}
	}));
	const sent = Array.from({ length: 1000 }, (_, i) => `message ${i}`);
	sent.forEach((message) => socket.send(message));
	await Promise.race([all, next(socket, "close")]);
	assert.deepEqual(came, sent);
	socket.close();
};

for (const code of CODES_OF_CLIENT) {
	checks[`the client closes with ${code}`] = async () => {
		const socket = await open("/close/0");
		socket.close(code, "from the client");
		const [answered] = await next(socket, "close");
		assert.equal(answered, code);
	};
}

checks["the client closes without a code"] = async () => {
	const socket = await open("/close/0");
	socket.close();
	const [answered] = await next(socket, "close");
	assert.equal(answered, 1005);
};

for (const code of CODES_OF_SERVER) {
	checks[`the server closes with ${code}`] = async () => {
		const socket = new WebSocket(`${server}/close/${code}`);
		const [came, reason] = await next(socket, "close");
		assert.equal(came, code);
		assert.equal(reason.toString(), "as asked");
	};
}

checks["calls reach their methods by name"] = async () => {
	const socket = await open("/rpc");
	const call = async (message) => {
		socket.send(JSON.stringify(message));
		return JSON.parse((await next(socket, "message"))[0]);
	};
	assert.deepEqual(await call({ method: "auth", args: ["admin", "secret"] }), { method: "auth", result: true });
	assert.deepEqual(await call({ method: "auth", args: { password: "secret", name: "admin" } }),
		{ method: "auth", result: true });
	assert.deepEqual(await call({ method: "getUsers" }), { method: "getUsers", result: ["admin", "guest"] });
	socket.close();
};

checks["an unknown path is rejected with 404"] = async () => {
	const socket = new WebSocket(`${server}/nowhere`);
	await assert.rejects(next(socket, "open"), /404/);
};

let failures = 0;
for (const [name, check] of Object.entries(checks)) {
	try {
		await check();
		console.log(`ok: ${name}`);
	}
	catch (error) {
		failures++;
		console.log(`FAILED: ${name}: ${error.message}`);
	}
}
console.log(`${Object.keys(checks).length} checks, ${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
