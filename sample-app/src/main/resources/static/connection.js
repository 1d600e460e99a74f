// The address of the WebSocket server, and a connection that reconnects automatically.

const FIRST_DELAY = 500;
const MAX_DELAY = 15_000;

/** Returns the port of the WebSocket server, the user who is logged in, and whether a handshake needs a ticket. */
export async function info() {
	const response = await fetch("ws-info", { cache: "no-store" });
	if (!response.ok) {
		throw new Error(`The WebSocket server has not started (${response.status})`);
	}
	return await response.json();
}

/**
 * Returns the URL of an endpoint. The port is requested each time, since a restarted server may have another one, and so is
 * the ticket, which can be used only once.
 */
export async function address(path) {
	const { port, ticket } = await info();
	const scheme = location.protocol === "https:" ? "wss" : "ws";
	const url = new URL(`${scheme}://${location.hostname}:${port}${path}`);
	if (ticket) {
		url.searchParams.set("ticket", await (await post("ws-ticket")).text());
	}
	return url.href;
}

/** Sends a POST request with the CSRF token, which Spring Security expects in a header. */
export async function post(path) {
	const token = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/)?.[1] ?? "";
	const response = await fetch(path, { method: "POST", headers: { "X-XSRF-TOKEN": token } });
	if (!response.ok) {
		throw new Error(`${path} failed with ${response.status}`);
	}
	return response;
}

/**
 * A connection that is opened again after each failure, with growing delays, until leave() is called. The listener has the
 * methods connecting(), open(), message(data), lost() and retryIn(seconds).
 */
export class LastingConnection {

	#path;
	#listener;
	#socket = null;
	#timer = null;
	#retryAt = 0;
	#failures = 0;
	#left = false;

	constructor(path, listener) {
		this.#path = path;
		this.#listener = listener;
		this.#connect();
	}

	get isOpen() {
		return this.#socket?.readyState === WebSocket.OPEN;
	}

	send(data) {
		this.#socket.send(data);
	}

	leave() {
		this.#left = true;
		clearTimeout(this.#timer);
		this.#socket?.close(1000, "left");
	}

	/** Reconnects without waiting for the rest of the delay. */
	retryNow() {
		if (this.#timer !== null) {
			this.#connect();
		}
	}

	async #connect() {
		clearTimeout(this.#timer);
		this.#timer = null;
		this.#listener.connecting();
		let url;
		try {
			url = await address(this.#path);
		}
		catch {
			this.#retryLater();
			return;
		}
		if (this.#left) {
			return;
		}
		const socket = new WebSocket(url);
		this.#socket = socket;
		socket.onopen = () => this.#listener.open();
		socket.onmessage = (message) => {
			if (!this.#left) {
				this.#failures = 0;
				this.#listener.message(message.data);
			}
		};
		// A socket that fails is closed right after, so onclose is the only place to act.
		socket.onclose = () => this.#retryLater();
	}

	/** Schedules a reconnect. Delays are doubled after each failure and partly random, so that clients do not reconnect all at once. */
	#retryLater() {
		if (this.#left) {
			return;
		}
		this.#listener.lost();
		const maxDelay = Math.min(MAX_DELAY, FIRST_DELAY * 2 ** this.#failures++);
		this.#retryAt = performance.now() + maxDelay / 2 + Math.random() * maxDelay / 2;
		this.#countDown();
	}

	#countDown() {
		const left = this.#retryAt - performance.now();
		if (left <= 0) {
			this.#connect();
			return;
		}
		this.#listener.retryIn(Math.ceil(left / 1000));
		this.#timer = setTimeout(() => this.#countDown(), left % 1000 || 1000);
	}

}
