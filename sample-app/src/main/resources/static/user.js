// The user who is logged in, in the profile "security".
import { $ } from "./dom.js";
import { info, post } from "./connection.js";

export async function showUser() {
	const user = await info().then((each) => each.user, () => null);
	if (user === null) {
		return;
	}
	$("user-name").textContent = user;
	$("user").hidden = false;
	$("name").value = user;
	$("name").readOnly = true;
	$("logout").addEventListener("click", async () => {
		await post("logout");
		location.assign("login?logout");
	});
}
