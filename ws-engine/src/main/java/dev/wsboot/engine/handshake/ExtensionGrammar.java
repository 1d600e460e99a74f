package dev.wsboot.engine.handshake;

/**
 * The grammar of Sec-WebSocket-Extensions (RFC 6455 9.1). Belongs to one call.
 */
final class ExtensionGrammar {

	private final String text;

	private int position;

	private ExtensionGrammar(String text) {
		this.text = text;
	}

	/**
	 * Whether a header value is a list of extensions. Empty elements break the grammar,
	 * since a sender must not make any (RFC 9110 5.6.1.1).
	 * @param value the value of one header line
	 * @return {@code false} if it breaks the grammar
	 */
	static boolean matches(String value) {
		return new ExtensionGrammar(value).list();
	}

	private boolean list() {
		do {
			if (!extension()) {
				return false;
			}
		}
		while (take(','));
		return this.position == this.text.length();
	}

	private boolean extension() {
		if (!token()) {
			return false;
		}
		while (take(';')) {
			if (!parameter()) {
				return false;
			}
		}
		return true;
	}

	private boolean parameter() {
		return token() && (!take('=') || (take('"') ? restOfQuotedToken() : token()));
	}

	private boolean token() {
		skipWhiteSpace();
		int start = this.position;
		while (this.position < this.text.length() && HttpBytes.TOKEN.contains(this.text.charAt(this.position))) {
			this.position++;
		}
		return this.position > start;
	}

	/** RFC 6455 9.1: without quotes and backslashes, the value must be a token, too. */
	private boolean restOfQuotedToken() {
		int characters = 0;
		while (this.position < this.text.length()) {
			char c = this.text.charAt(this.position++);
			if (c == '"') {
				return characters > 0;
			}
			if (c == '\\' && this.position < this.text.length()) {
				c = this.text.charAt(this.position++);
			}
			if (!HttpBytes.TOKEN.contains(c)) {
				return false;
			}
			characters++;
		}
		return false;
	}

	private boolean take(char c) {
		skipWhiteSpace();
		if (this.position < this.text.length() && this.text.charAt(this.position) == c) {
			this.position++;
			return true;
		}
		return false;
	}

	private void skipWhiteSpace() {
		while (this.position < this.text.length()
				&& (this.text.charAt(this.position) == ' ' || this.text.charAt(this.position) == '\t')) {
			this.position++;
		}
	}

}
