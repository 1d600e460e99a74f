package dev.wsboot.endpoint;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Sends values to the session that is called. Safe to use from any thread.
 *
 * @param writer writes the values
 * @param correlation gives replies the field of their message; {@code null} for none
 */
record SessionOutlet(ValueWriter writer, @Nullable Correlation correlation) implements Outlet {

	@Override
	public CompletionStage<Void> send(Call call, Object value) {
		return (this.correlation != null) ? this.correlation.send(call, this.writer, value)
				: this.writer.send(call.session(), value);
	}

	@Override
	public Sent sendItem(Call call, Object item, long queued) {
		CompletionStage<Void> outcome = (this.correlation != null) ? this.correlation.sendItem(call, this.writer, item)
				: this.writer.sendItem(call.session(), item);
		return new Sent(outcome, call.session().queuedBytes());
	}

}
