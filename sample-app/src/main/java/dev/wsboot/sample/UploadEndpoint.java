package dev.wsboot.sample;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;

/**
 * Hashes uploads while they arrive. Each binary message, of any size, is answered with
 * its SHA-256, and is never in memory as a whole.
 */
@WsEndpoint("/upload")
class UploadEndpoint {

	@OnMessage
	Receipt onUpload(InputStream upload) throws IOException, NoSuchAlgorithmException {
		DigestInputStream hashed = new DigestInputStream(upload, MessageDigest.getInstance("SHA-256"));
		long bytes = 0;
		byte[] part = new byte[16 * 1024];
		for (int count = hashed.read(part); count >= 0; count = hashed.read(part)) {
			bytes += count;
		}
		return new Receipt(bytes, HexFormat.of().formatHex(hashed.getMessageDigest().digest()));
	}

	/**
	 * The reply to an upload.
	 *
	 * @param bytes the size of the upload in bytes
	 * @param sha256 the SHA-256 of the upload in hexadecimal digits
	 */
	record Receipt(long bytes, String sha256) {
	}

}
