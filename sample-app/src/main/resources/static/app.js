// The page of the sample: a chat room, four more endpoints to try, and the server's connection counts.
import { $ } from "./dom.js";
import { startChat } from "./chat.js";
import { showUser } from "./user.js";
import { watchHealth } from "./health.js";
import { startEcho, startRpc, startTicker, startUpload } from "./lab.js";

const tabs = [...document.querySelectorAll("[role=tab]")];

function select(tab) {
	for (const each of tabs) {
		const selected = each === tab;
		each.setAttribute("aria-selected", selected);
		each.tabIndex = selected ? 0 : -1;
		$(each.getAttribute("aria-controls")).hidden = !selected;
	}
}

/** Selects the tab named by the fragment of the address, such as /#echo. */
function selectByAddress() {
	select(tabs.find((tab) => `#${tab.getAttribute("aria-controls")}` === location.hash) ?? tabs[0]);
}

function visit(tab) {
	history.replaceState(null, "", `#${tab.getAttribute("aria-controls")}`);
	select(tab);
}

tabs.forEach((tab, index) => {
	tab.addEventListener("click", () => visit(tab));
	tab.addEventListener("keydown", (event) => {
		const next = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: tabs.length - 1 }[event.key];
		if (next !== undefined) {
			event.preventDefault();
			const target = tabs[(next + tabs.length) % tabs.length];
			visit(target);
			target.focus();
		}
	});
});
addEventListener("hashchange", selectByAddress);
selectByAddress();

for (const details of document.querySelectorAll("[data-source]")) {
	details.addEventListener("toggle", async () => {
		if (details.querySelector("pre") === null) {
			const response = await fetch(`source/dev/wsboot/sample/${details.dataset.source}.java`);
			const source = await response.text();
			const pre = document.createElement("pre");
			pre.tabIndex = 0;
			pre.textContent = source.slice(source.indexOf("/**")).replaceAll("\t", "    ");
			details.append(pre);
		}
	});
}

startChat();
startEcho();
startRpc();
startTicker();
startUpload();
watchHealth();
showUser();
