// The chat: one room at a time.
import { $, appendToLog, element, isAtEnd } from "./dom.js";
import { LastingConnection } from "./connection.js";

const TITLE = document.title;

let connection = null;
let you = null;

/** The time at which the connection was lost; null while there is one. */
let lostAt = null;

const listener = {

	connecting() {
		showState("connecting", lostAt === null ? "Connecting…" : "Reconnecting…");
		$("retry-text").textContent = "Trying again…";
	},

	open() {
		showState("open", "Connected");
		hideBanner();
	},

	lost() {
		if (lostAt === null) {
			lostAt = Date.now();
			showNotice(you === null ? "The server did not let you in" : "The connection was lost");
		}
		showState("waiting", "Connection lost");
		showPeople([]);
		$("lost").hidden = false;
	},

	retryIn(seconds) {
		$("retry-text").textContent = `Trying again in ${seconds} s`;
	},

	message(data) {
		const event = JSON.parse(data);
		switch (event.type) {
			case "welcome":
				welcome(event);
				break;
			case "joined":
			case "left":
				showPeople(event.people);
				showNotice(`${event.name} ${event.type}`);
				break;
			case "said":
				showMessage(event);
				break;
			case "rejected":
				showNotice(event.reason);
				break;
		}
	},

};

function welcome(event) {
	you = event.you;
	$("you").textContent = you;
	showPeople(event.people);
	if (lostAt !== null) {
		const seconds = Math.max(1, Math.round((Date.now() - lostAt) / 1000));
		showNotice(`Connected again after ${seconds} s. Messages sent in the meantime may be missing.`, "gap");
		lostAt = null;
	}
	showNotice(`You are here as ${you}`);
}

function join(room, name) {
	connection?.leave();
	lostAt = null;
	you = null;
	$("messages").replaceChildren();
	$("room-title").textContent = room;
	$("you").textContent = name;
	$("join-form").hidden = true;
	$("in-room").hidden = false;
	// only when joining, and not after a reconnect, which must not take the focus from another place
	$("text").focus({ preventScroll: true });
	document.title = `${room} · ${TITLE}`;
	const query = `name=${encodeURIComponent(name)}`;
	connection = new LastingConnection(`/chat/${encodeURIComponent(room)}?${query}`, listener);
}

function leave() {
	connection?.leave();
	connection = null;
	showPeople([]);
	showState("left", "Not in a room");
	$("lost").hidden = true;
	$("in-room").hidden = true;
	$("join-form").hidden = false;
	$("join").focus();
	document.title = TITLE;
}

function showState(state, text) {
	$("state").dataset.state = state;
	$("state").textContent = text;
	// not disabled, since a disabled button loses the focus
	$("send").setAttribute("aria-disabled", state !== "open");
}

/** Hides the banner, and moves the focus from its button to the input. */
function hideBanner() {
	const hadFocus = $("lost").contains(document.activeElement);
	$("lost").hidden = true;
	if (hadFocus) {
		$("text").focus({ preventScroll: true });
	}
}

function showPeople(people) {
	$("people-count").textContent = people.length;
	$("people").replaceChildren(...people.map((name) => {
		const person = element("li", name === you ? "person you" : "person", name);
		person.style.setProperty("--hue", hue(name));
		return person;
	}));
}

function showMessage({ name, text, at }) {
	const item = element("li", name === you ? "message you" : "message", "");
	item.style.setProperty("--hue", hue(name));
	const when = new Date(at);
	const time = element("time", "time", when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
	time.dateTime = at;
	const by = element("p", "by", "");
	by.append(element("span", "name", name), " ", time);
	item.append(by, element("p", "text", text));
	append(item);
}

function showNotice(text, kind = "") {
	append(element("li", `notice ${kind}`.trim(), text));
}

function append(item) {
	if (!appendToLog($("log"), item)) {
		$("newest").hidden = false;
	}
}

/** Returns the hue of a name: always the same for one name, and different for similar names. */
function hue(name) {
	let hash = 2166136261;
	for (const c of name) {
		hash = Math.imul(hash ^ c.codePointAt(0), 16777619);
	}
	return (hash >>> 0) % 360;
}

export function startChat() {
	$("join-form").addEventListener("submit", (event) => {
		event.preventDefault();
		const name = $("name").value.trim();
		localStorage.setItem("name", name);
		join($("room").value, name);
	});
	$("leave").addEventListener("click", leave);
	$("retry").addEventListener("click", () => connection?.retryNow());
	$("send-form").addEventListener("submit", (event) => {
		event.preventDefault();
		const text = $("text").value;
		if (text.trim() && connection?.isOpen) {
			connection.send(JSON.stringify({ text }));
			$("text").value = "";
		}
	});
	$("newest").addEventListener("click", () => {
		$("log").scrollTop = $("log").scrollHeight;
		$("log").focus();
	});
	$("log").addEventListener("scroll", () => {
		if (isAtEnd($("log"))) {
			$("newest").hidden = true;
		}
	});
	addEventListener("online", () => connection?.retryNow());

	// A link such as /?room=lobby&name=Ada joins the room immediately.
	const link = new URLSearchParams(location.search);
	$("name").value = link.get("name") ?? localStorage.getItem("name") ?? "";
	$("room").value = link.get("room") ?? "lobby";
	if (link.has("name")) {
		$("join-form").requestSubmit();
	}
}
