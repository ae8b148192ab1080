// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * What an application's beans have to say about transports. The customizers are not asked
 * for before the first batch is sent: they may need beans that need OpenTelemetry.
 */
public final class TransportBeans {

	private final @Nullable ListableBeanFactory beanFactory;

	private volatile @Nullable List<OtlpHeadersCustomizer> customizers;

	/**
	 * Create the view of the beans.
	 * @param beanFactory the application's beans, or {@code null} if there are none
	 */
	public TransportBeans(@Nullable ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Nullable SslBundles sslBundles() {
		return (this.beanFactory != null) ? this.beanFactory.getBeanProvider(SslBundles.class).getIfAvailable() : null;
	}

	@Nullable SslBundle connectionBundle(String signal) {
		return (this.beanFactory != null) ? ConnectionDetailsProperties.bundle(signal, this.beanFactory) : null;
	}

	List<OtlpHeadersCustomizer> customizers() {
		List<OtlpHeadersCustomizer> known = this.customizers;
		if (known == null) {
			known = (this.beanFactory != null)
					? this.beanFactory.getBeanProvider(OtlpHeadersCustomizer.class).orderedStream().toList()
					: List.of();
			this.customizers = known;
		}
		return known;
	}

}
