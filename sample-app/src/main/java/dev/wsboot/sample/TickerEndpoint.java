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
 * Ticks from the start of a session to its end, and answers meanwhile. A client that is
 * slow misses ticks; they do not pile up.
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
	 * @param tick its number, from 0 on
	 * @param time when it was
	 */
	record Tick(long tick, Instant time) {
	}

}
