// The page of the sample: a chat room, and the server's connection counts.
// Whatever comes from other people is shown with textContent, never as HTML.

const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;
const HEALTH_INTERVAL = 1_000;

const $ = (id) => document.getElementById(id);

function element(name, className, text) {
	const made = document.createElement(name);
	made.className = className;
	made.textContent = text;
	return made;
}

/** A connection to one room that comes back by itself until it is left. */
class RoomConnection {

	#room;
	#name;
	#listener;
	#socket = null;
	#timer = null;
	#failures = 0;
	#left = false;

	constructor(room, name, listener) {
		this.#room = room;
		this.#name = name;
		this.#listener = listener;
		this.#connect();
	}

	get isOpen() {
		return this.#socket?.readyState === WebSocket.OPEN;
	}

	send(text) {
		this.#socket.send(JSON.stringify({ text }));
	}

	leave() {
		this.#left = true;
		clearTimeout(this.#timer);
		this.#socket?.close(1000, "left");
	}

	/** Skips the rest of the wait, such as when the network is back. */
	retryNow() {
		if (this.#timer !== null) {
			this.#connect();
		}
	}

	async #connect() {
		clearTimeout(this.#timer);
		this.#timer = null;
		this.#listener.state("connecting", this.#failures === 0 ? "Connecting…" : "Reconnecting…");
		let url;
		try {
			// Asked anew each time: a restarted server may have another port.
			url = await this.#url();
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
		socket.onopen = () => this.#listener.state("open", `Connected to ${this.#room}`);
		socket.onmessage = (message) => {
			if (!this.#left) {
				this.#failures = 0;
				this.#listener.event(JSON.parse(message.data));
			}
		};
		// A socket that fails is closed right after, so onclose is the only place to act.
		socket.onclose = () => this.#retryLater();
	}

	async #url() {
		const response = await fetch("ws-info", { cache: "no-store" });
		if (!response.ok) {
			throw new Error(`ws-info answered ${response.status}`);
		}
		const { port } = await response.json();
		const scheme = location.protocol === "https:" ? "wss" : "ws";
		const room = encodeURIComponent(this.#room);
		const name = encodeURIComponent(this.#name);
		return `${scheme}://${location.hostname}:${port}/chat/${room}?name=${name}`;
	}

	/** Waits twice as long after each failure, and a random part of it, so that not all come back at once. */
	#retryLater() {
		if (this.#left) {
			return;
		}
		const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#failures++);
		const delay = longest / 2 + Math.random() * longest / 2;
		const seconds = Math.max(1, Math.round(delay / 1000));
		this.#listener.state("waiting", `Connection lost. Trying again in ${seconds} s`);
		this.#timer = setTimeout(() => this.#connect(), delay);
	}

}

/** The room on the screen. */
const chat = {

	connection: null,
	you: null,

	join(room, name) {
		this.connection?.leave();
		$("messages").replaceChildren();
		$("empty").hidden = true;
		$("leave").disabled = false;
		$("join").textContent = "Switch";
		this.connection = new RoomConnection(room, name, this);
		document.title = `Chat: ${room}`;
	},

	leave() {
		this.connection?.leave();
		this.connection = null;
		this.showPeople([]);
		this.state("left", "Not in a room");
		$("leave").disabled = true;
		$("join").textContent = "Join";
		document.title = "Chat";
	},

	state(state, text) {
		$("state").dataset.state = state;
		$("state").textContent = text;
		const open = state === "open";
		$("text").disabled = !open;
		$("send").disabled = !open;
		if (!open) {
			this.showPeople([]);
		}
	},

	event(event) {
		switch (event.type) {
			case "welcome":
				this.you = event.you;
				this.showPeople(event.people);
				this.showNotice(`You are here as ${event.you}`);
				$("text").focus({ preventScroll: true });
				break;
			case "joined":
				this.showPeople(event.people);
				this.showNotice(`${event.name} joined`);
				break;
			case "left":
				this.showPeople(event.people);
				this.showNotice(`${event.name} left`);
				break;
			case "said":
				this.showMessage(event);
				break;
			case "refused":
				this.showNotice(event.reason);
				break;
		}
	},

	showPeople(people) {
		$("people-count").textContent = people.length;
		$("people").replaceChildren(...people.map((name) => {
			const person = element("li", name === this.you ? "person you" : "person", name);
			person.style.setProperty("--hue", hue(name));
			return person;
		}));
	},

	showMessage({ name, text, at }) {
		const item = element("li", name === this.you ? "message you" : "message", "");
		item.style.setProperty("--hue", hue(name));
		const when = new Date(at);
		const time = element("time", "time", when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
		time.dateTime = at;
		const by = element("p", "by", "");
		by.append(element("span", "name", name), " ", time);
		item.append(by, element("p", "text", text));
		this.append(item);
	},

	showNotice(text) {
		this.append(element("li", "notice", text));
	},

	append(item) {
		const list = $("messages");
		const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
		list.append(item);
		if (atEnd) {
			list.scrollTop = list.scrollHeight;
		}
	},

};

/** A colour for a name, always the same; names that are alike get colours that are not. */
function hue(name) {
	let hash = 2166136261;
	for (const c of name) {
		hash = Math.imul(hash ^ c.codePointAt(0), 16777619);
	}
	return (hash >>> 0) % 360;
}

/** The second panel: what the server's health says about its connections. */
const health = {

	async refresh() {
		if (!document.hidden) {
			try {
				const response = await fetch("actuator/health", { cache: "no-store" });
				const { components } = await response.json();
				// a server that has stopped tells no details
				this.show(components.ws.status, components.ws.details ?? {});
			}
			catch {
				this.show("UNREACHABLE", {});
			}
		}
		setTimeout(() => this.refresh(), HEALTH_INTERVAL);
	},

	show(status, { connections, endpoints = {} }) {
		$("health-status").textContent = status.replaceAll("_", " ");
		$("health-status").dataset.status = status;
		$("total").textContent = connections ?? "–";
		$("endpoints").replaceChildren(...Object.entries(endpoints).sort().map(([endpoint, open]) => {
			const row = document.createElement("tr");
			row.dataset.endpoint = endpoint;
			const name = element("th", "", "");
			name.scope = "row";
			name.append(element("code", "", endpoint));
			const count = element("td", "number", open);
			count.style.setProperty("--share", connections ? open / connections : 0);
			row.append(name, count);
			return row;
		}));
	},

};

$("join-form").addEventListener("submit", (event) => {
	event.preventDefault();
	const name = $("name").value.trim();
	localStorage.setItem("name", name);
	chat.join($("room").value, name);
});
$("leave").addEventListener("click", () => chat.leave());
$("send-form").addEventListener("submit", (event) => {
	event.preventDefault();
	const text = $("text").value;
	if (text.trim() && chat.connection?.isOpen) {
		chat.connection.send(text);
		$("text").value = "";
	}
});
addEventListener("online", () => chat.connection?.retryNow());

// A link such as /?room=lobby&name=Ada goes straight in.
const link = new URLSearchParams(location.search);
$("name").value = link.get("name") ?? localStorage.getItem("name") ?? "";
$("room").value = link.get("room") ?? "lobby";
if (link.has("name")) {
	$("join-form").requestSubmit();
}
health.refresh();
