// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * Knows the certificates and keys for TLS as they are now. Two sources are equal if they
 * always know the same.
 */
@FunctionalInterface
interface TlsSource {

	/**
	 * The virtual machine's trust store, and no certificate of the client.
	 */
	TlsSource DEFAULT = () -> null;

	/**
	 * Return the certificates and keys.
	 * @return the same object as long as they are the same, or {@code null} for those of
	 * the virtual machine
	 */
	@Nullable SslBundle current();

}
