// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * A certificate of our own making, for {@code localhost}, and its key.
 *
 * @param store holds both
 * @param key the key
 * @param certificate the certificate
 */
public record TestCertificate(KeyStore store, PrivateKey key, X509Certificate certificate) {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static final Map<String, TestCertificate> MADE = new ConcurrentHashMap<>();

	/**
	 * Return a certificate.
	 * @param name its name
	 * @return the same for the same name
	 */
	public static TestCertificate of(String name) {
		return MADE.computeIfAbsent(name, TestCertificate::make);
	}

	private static TestCertificate make(String name) {
		try {
			Path directory = Files.createTempDirectory("certificate");
			Path file = directory.resolve(name + ".p12");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + name, "-ext",
					"SAN=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
					file.toString(), "-storepass", new String(PASSWORD))
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes());
			if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IllegalStateException(output);
			}
			KeyStore store = KeyStore.getInstance("PKCS12");
			try (InputStream in = Files.newInputStream(file)) {
				store.load(in, PASSWORD);
			}
			Files.delete(file);
			Files.delete(directory);
			return new TestCertificate(store, (PrivateKey) store.getKey("key", PASSWORD),
					(X509Certificate) store.getCertificate("key"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Make what a server needs.
	 * @param client the client's certificate that is trusted, or {@code null}
	 * @return the context
	 */
	public SSLContext server(@Nullable TestCertificate client) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(this.store, PASSWORD);
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			if (client != null) {
				trusted.setCertificateEntry("client", client.certificate());
			}
			trust.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), (client != null) ? trust.getTrustManagers() : null, null);
			return context;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the certificate as a client trusts it.
	 * @return the text of a PEM file
	 */
	public String pemCertificate() {
		try {
			return pem("CERTIFICATE", this.certificate.getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the key as a client has it.
	 * @return the text of a PEM file
	 */
	public String pemKey() {
		return pem("PRIVATE KEY", this.key.getEncoded());
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content)
				+ "\n-----END " + type + "-----\n";
	}

}
