package dev.wsboot.sample;

import java.time.Duration;
import java.time.Instant;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.options.OverflowPolicy;
import reactor.core.publisher.Flux;

import org.springframework.web.bind.annotation.RequestParam;

/**
 * Sends ticks from the start of a session to its end, and echoes other messages in the
 * meantime. A slow client misses ticks, so that they do not accumulate.
 */
@WsEndpoint(path = "/ticker", maxMessageSize = "${ticker.max-message-size:4KB}",
		overflowPolicy = OverflowPolicy.DROP_OLDEST)
class TickerEndpoint {

	@OnOpen
	Flux<Tick> ticks(@RequestParam(defaultValue = "1000") int millis) {
		return Flux.interval(Duration.ofMillis(Math.max(millis, 10)))
			.onBackpressureDrop()
			.map((number) -> new Tick(number, Instant.now()));
	}

	@OnMessage
	String echo(String text) {
		return text;
	}

	/**
	 * A tick.
	 *
	 * @param tick the number of the tick, starting at 0
	 * @param time the time of the tick
	 */
	record Tick(long tick, Instant time) {
	}

}
