// The endpoints besides the chat. Each has a panel with its own connection.
import { $, appendToLog, element, formatBytes, formatMillis } from "./dom.js";
import { address } from "./connection.js";

const MAX_SHOWN_LENGTH = 400;
const MAX_ROWS = 200;

/** A panel with a connection, which is opened when the first message is sent and kept until it is closed. */
class Panel {

	#root;
	#opening = null;
	#socket = null;

	/** Called with each message, and at the end of the connection. */
	onMessage = () => {};
	onEnd = () => {};

	constructor(id) {
		this.#root = $(id);
		this.#find("[data-action=disconnect]").addEventListener("click", () => this.close());
	}

	get form() {
		return this.#find("form");
	}

	get socket() {
		return this.#socket;
	}

	/** Opens the connection unless it is open. Returns whether the connection is open. */
	open(path) {
		this.#opening ??= this.#connect(path);
		return this.#opening;
	}

	async #connect(path) {
		this.#show("connecting", "Connecting…");
		try {
			const url = await address(path);
			this.#socket = new WebSocket(url);
			this.#socket.binaryType = "arraybuffer";
			this.#socket.onmessage = (message) => this.onMessage(message.data);
			this.#socket.onclose = (event) => this.#ended(event);
			return await new Promise((resolve) => {
				this.#socket.addEventListener("open", () => {
					this.#show("open", "Connected");
					resolve(true);
				});
				this.#socket.addEventListener("close", () => resolve(false));
			});
		}
		catch (error) {
			this.#opening = null;
			this.#show("waiting", "Not connected");
			this.notice(error.message);
			return false;
		}
	}

	close() {
		this.#socket?.close(1000);
	}

	#ended({ code, reason }) {
		this.#opening = null;
		this.#show(code === 1000 ? "left" : "waiting", `Closed with ${code}`);
		this.notice(`Closed with ${code}${reason ? `: ${reason}` : ""}`);
		this.onEnd();
	}

	#show(state, text) {
		const line = this.#find(".state");
		line.dataset.state = state;
		line.textContent = text;
		const button = this.#find("[data-action=disconnect]");
		const hadFocus = button === document.activeElement;
		button.disabled = state !== "open";
		if (hadFocus && button.disabled) {
			this.form.querySelector(".primary").focus();
		}
	}

	sent(text, note) {
		this.#add("sent", text, note);
	}

	received(text, note) {
		this.#add("received", text, note);
	}

	notice(text) {
		this.#append(element("li", "notice", text));
	}

	#add(way, text, note) {
		const row = element("li", `row ${way}`, "");
		const shown = text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
		row.append(element("span", "way", way), " ", element("code", "payload", shown), " ", element("span", "soft", note));
		this.#append(row);
	}

	#append(item) {
		const log = this.#find(".transcript");
		appendToLog(log, item);
		const rows = log.querySelector("ol").children;
		if (rows.length > MAX_ROWS) {
			rows[0].remove();
		}
	}

	#find(selector) {
		return this.#root.querySelector(selector);
	}

}

function onSubmit(panel, action) {
	panel.form.addEventListener("submit", (event) => {
		event.preventDefault();
		action();
	});
}

function randomBytes(count) {
	const bytes = new Uint8Array(count);
	// browsers return at most 65536 random bytes per call
	for (let i = 0; i < count; i += 65536) {
		crypto.getRandomValues(bytes.subarray(i, Math.min(i + 65536, count)));
	}
	return bytes;
}

function isSame(sent, came) {
	if (typeof sent === "string" || typeof came === "string") {
		return sent === came;
	}
	const bytes = new Uint8Array(came);
	return bytes.length === sent.length && bytes.every((byte, i) => byte === sent[i]);
}

export function startEcho() {
	const panel = new Panel("echo");
	/** The sent messages without an echo, in order. Each has data, at and, if one of many, the count. */
	let waiting = [];

	const describe = (data) => typeof data === "string" ? data : "(bytes)";
	const size = (data) => formatBytes(typeof data === "string" ? new Blob([data]).size : data.length);

	async function send(data) {
		if (await panel.open("/echo")) {
			waiting.push({ data, at: performance.now() });
			panel.sent(describe(data), size(data));
			panel.socket.send(data);
		}
	}

	async function sendMany(count) {
		if (await panel.open("/echo")) {
			const at = performance.now();
			for (let i = 1; i <= count; i++) {
				waiting.push({ data: `message ${i}`, at, many: i === count ? count : 0 });
				panel.socket.send(`message ${i}`);
			}
			panel.sent(`message 1 … message ${count}`, `${count} messages`);
		}
	}

	panel.onMessage = (came) => {
		const { data, at, many } = waiting.shift();
		const time = formatMillis(performance.now() - at);
		if (!isSame(data, came)) {
			panel.received(describe(came), "different from the sent message");
		}
		else if (many === undefined) {
			panel.received(describe(data), `unchanged, after ${time}`);
		}
		else if (many > 0) {
			panel.received(`message 1 … message ${many}`, `unchanged and in order, after ${time}`);
		}
	};
	panel.onEnd = () => {
		waiting = [];
	};
	onSubmit(panel, () => send($("echo-text").value));
	$("echo-binary").addEventListener("click", () => send(randomBytes(64 * 1024)));
	$("echo-many").addEventListener("click", () => sendMany(100));
}

export function startRpc() {
	const panel = new Panel("rpc");
	let called = [];

	panel.onMessage = (came) => panel.received(came, `after ${formatMillis(performance.now() - called.shift())}`);
	panel.onEnd = () => {
		called = [];
	};
	onSubmit(panel, async () => {
		const call = $("rpc-call").value;
		if (await panel.open("/rpc")) {
			called.push(performance.now());
			panel.sent(call, "");
			panel.socket.send(call);
		}
	});
	for (const example of document.querySelectorAll("[data-call]")) {
		example.addEventListener("click", () => {
			$("rpc-call").value = example.dataset.call;
			panel.form.requestSubmit();
		});
	}
}

export function startTicker() {
	const MAX_BARS = 60;
	const QUESTION = "Still there?";
	const panel = new Panel("ticker");
	let ticks = 0;
	let lastAt = 0;
	let askedAt = 0;
	let wanted = 0;

	function tick({ tick: number, time }) {
		const at = performance.now();
		ticks++;
		$("ticks").textContent = ticks.toLocaleString("en");
		const late = ticks > 1 ? `, ${formatMillis(at - lastAt)} after the one before` : "";
		$("tick-note").textContent = `Number ${number}, made at ${time.slice(11, 23)}${late}`;
		if (ticks > 1) {
			const bar = document.createElement("i");
			// a bar of half height is the requested interval
			bar.style.setProperty("--height", Math.min(1, (at - lastAt) / wanted / 2));
			$("tick-bars").append(bar);
			if ($("tick-bars").children.length > MAX_BARS) {
				$("tick-bars").firstChild.remove();
			}
		}
		lastAt = at;
	}

	panel.onMessage = (came) => {
		if (came === QUESTION) {
			panel.received(came, `after ${formatMillis(performance.now() - askedAt)}`);
		}
		else {
			tick(JSON.parse(came));
		}
	};
	panel.onEnd = () => {
		$("ticker-start").disabled = false;
		$("ticker-ask").disabled = true;
	};
	onSubmit(panel, async () => {
		ticks = 0;
		wanted = Number($("ticker-millis").value);
		$("tick-bars").replaceChildren();
		if (await panel.open(`/ticker?millis=${wanted}`)) {
			panel.notice(`A tick every ${formatMillis(wanted)}`);
			$("ticker-ask").disabled = false;
			if (document.activeElement === $("ticker-start")) {
				$("ticker-ask").focus();
			}
			$("ticker-start").disabled = true;
		}
	});
	$("ticker-ask").addEventListener("click", () => {
		askedAt = performance.now();
		panel.sent(QUESTION, "");
		panel.socket.send(QUESTION);
	});
}

export function startUpload() {
	const MAX_HASHED_SIZE = 64 * 1024 * 1024;
	const panel = new Panel("upload");
	/** The uploads without a receipt, in order. */
	let uploads = [];

	/** Returns the hash computed by the browser, or null: pages loaded over plain HTTP from another host cannot compute one. */
	async function hash(blob) {
		if (!crypto.subtle || blob.size > MAX_HASHED_SIZE) {
			return null;
		}
		const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
		return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	}

	async function upload(blob, name) {
		if (await panel.open("/upload")) {
			uploads.push({ at: performance.now(), hash: hash(blob) });
			panel.sent(name, formatBytes(blob.size));
			panel.socket.send(blob);
			showProgress(blob.size);
		}
	}

	function showProgress(size) {
		const left = panel.socket.bufferedAmount;
		$("upload-progress").value = size === 0 ? 1 : Math.max(0, 1 - left / size);
		if (left > 0 && panel.socket.readyState === WebSocket.OPEN) {
			setTimeout(() => showProgress(size), 50);
		}
	}

	panel.onMessage = async (came) => {
		const { at, hash } = uploads.shift();
		const time = formatMillis(performance.now() - at);
		const own = await hash;
		const verdict = own === null ? "" : own === JSON.parse(came).sha256 ? ", hash verified" : ", hash differs";
		panel.received(came, `after ${time}${verdict}`);
	};
	panel.onEnd = () => {
		uploads = [];
	};
	onSubmit(panel, () => {
		const file = $("upload-file").files[0];
		upload(file, file.name);
	});
	$("upload-random").addEventListener("click", () => upload(new Blob([randomBytes(16 * 1024 * 1024)]), "(random bytes)"));
}
