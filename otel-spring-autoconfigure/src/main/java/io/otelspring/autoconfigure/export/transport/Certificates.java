// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.NestedExceptionUtils;

/**
 * Reads PEM files, and says what is wrong with one.
 */
final class Certificates {

	private static final byte[] PROBE = { 1, 2, 3, 4 };

	private Certificates() {
	}

	static List<X509Certificate> certificates(Path file) {
		try {
			List<X509Certificate> certificates = PemContent.load(file).getCertificates();
			if (!certificates.isEmpty()) {
				return certificates;
			}
		}
		catch (IOException | RuntimeException ex) {
			throw new IllegalArgumentException("the file holds no certificate in PEM form: " + reason(ex), ex);
		}
		throw new IllegalArgumentException("the file holds no certificate in PEM form");
	}

	static PrivateKey privateKey(Path file) {
		try {
			PrivateKey key = PemContent.load(file).getPrivateKey();
			if (key != null) {
				return key;
			}
		}
		catch (IOException | RuntimeException ex) {
			throw new IllegalArgumentException("the file holds no private key in PEM form that can be read: "
					+ reason(ex) + "; for a key with a password use an SSL bundle", ex);
		}
		throw new IllegalArgumentException("the file holds no private key in PEM form");
	}

	/**
	 * Make sure that a key belongs to a certificate.
	 * @param key the key
	 * @param certificate the certificate
	 * @throws IllegalArgumentException if it belongs to another one
	 */
	static void match(PrivateKey key, X509Certificate certificate) {
		String algorithm = switch (key.getAlgorithm()) {
			case "RSA" -> "SHA256withRSA";
			case "EC" -> "SHA256withECDSA";
			default -> key.getAlgorithm();
		};
		boolean matches;
		try {
			Signature signature = Signature.getInstance(algorithm);
			signature.initSign(key);
			signature.update(PROBE);
			byte[] signed = signature.sign();
			signature.initVerify(certificate.getPublicKey());
			signature.update(PROBE);
			matches = signature.verify(signed);
		}
		catch (GeneralSecurityException ex) {
			matches = false;
		}
		if (!matches) {
			throw new IllegalArgumentException("the key does not belong to the client's certificate");
		}
	}

	static String reason(Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
	}

}
