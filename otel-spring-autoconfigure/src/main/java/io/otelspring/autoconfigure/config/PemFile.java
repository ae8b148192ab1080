// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * Looks whether a file is what it is configured as. Only where there is one.
 */
final class PemFile {

	private PemFile() {
	}

	/**
	 * Check the content of a file.
	 * @param key whether it is to be a private key, and else certificates
	 * @param content the content
	 * @throws IllegalArgumentException if it is not
	 */
	static void check(boolean key, byte[] content) {
		String text = new String(content, StandardCharsets.ISO_8859_1);
		if (!key) {
			checkCertificates(content);
		}
		else if (text.contains("BEGIN ENCRYPTED PRIVATE KEY")) {
			throw new IllegalArgumentException("the key is encrypted, and there is no property for its password");
		}
		else if (!text.contains("PRIVATE KEY-----")) {
			throw new IllegalArgumentException("it holds no key: a line '-----BEGIN PRIVATE KEY-----' is expected");
		}
	}

	private static void checkCertificates(byte[] content) {
		try {
			if (!CertificateFactory.getInstance("X.509")
				.generateCertificates(new ByteArrayInputStream(content))
				.isEmpty()) {
				return;
			}
		}
		catch (CertificateException ex) {
			// Said below
		}
		throw new IllegalArgumentException("it holds no certificate: a line '-----BEGIN CERTIFICATE-----' is expected");
	}

}
