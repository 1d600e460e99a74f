package dev.wsboot.engine.handshake;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The entries of a policy; {@link HandshakeVectorTest} shows whom it lets in.
 */
class OriginPolicyTest {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "example.com", "//example.com", "https://", "https://example.com/",
			"https://example.com/chat", "https://*.example.com", "https://example.com:*", "https://example.com:65536",
			"https://user@example.com", "https://example.com ", "https://a,https://b", "https//example.com", "**",
			"NULL", "https://[::1", "://example.com", "ht tp://example.com" })
	void refusesWhatIsNoOrigin(String entry) {
		assertThatIllegalArgumentException().isThrownBy(() -> new OriginPolicy(List.of("https://good.example", entry)))
			.withMessageContaining("'" + entry + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "null", "https://example.com", "HTTP://EXAMPLE.com:8080", "http://localhost",
			"http://192.0.2.1:3000", "http://[2001:db8::1]:3000", "chrome-extension://abcdef", "file://",
			"capacitor://localhost" })
	void takesOrigins(String entry) {
		assertThatNoException().isThrownBy(() -> new OriginPolicy(List.of(entry)));
	}

	@Test
	void normalizesOrigins() {
		assertThat(Origin.parse("HTTPS://Example.COM:443")).isEqualTo(Origin.parse("https://example.com"));
		assertThat(Origin.parse("http://example.com:")).isEqualTo(Origin.parse("http://example.com"));
		assertThat(Origin.parse("http://example.com:443")).isNotEqualTo(Origin.parse("https://example.com"));
	}

}
