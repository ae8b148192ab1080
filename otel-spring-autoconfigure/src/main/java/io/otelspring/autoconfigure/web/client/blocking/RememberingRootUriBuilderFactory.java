// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.restclient.RootUriBuilderFactory;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.util.UriBuilder;

/**
 * Remembers the template of the URI that it expanded last, for a {@code RestTemplate}
 * that was built with a root URI.
 */
@SuppressWarnings("removal")
final class RememberingRootUriBuilderFactory extends RootUriBuilderFactory {

	private final RootUriBuilderFactory delegate;

	private final String rootUri;

	private final RestTemplateTracing tracing;

	RememberingRootUriBuilderFactory(String rootUri, RootUriBuilderFactory delegate, RestTemplateTracing tracing) {
		super(rootUri, delegate);
		this.rootUri = rootUri;
		this.delegate = delegate;
		this.tracing = tracing;
	}

	/**
	 * Replace the handler where it is Boot's.
	 * @param template what has the handler
	 * @param tracing what to tell of expansions
	 */
	static void replaceIn(RestTemplate template, RestTemplateTracing tracing) {
		if (template.getUriTemplateHandler() instanceof RootUriBuilderFactory factory) {
			String rootUri = factory.getRootUri();
			if (rootUri != null) {
				template.setUriTemplateHandler(new RememberingRootUriBuilderFactory(rootUri, factory, tracing));
			}
		}
	}

	@Override
	public URI expand(String uriTemplate, Map<String, ?> uriVariables) {
		this.tracing.ensureTraced();
		return remember(this.delegate.expand(uriTemplate, uriVariables), uriTemplate);
	}

	@Override
	public URI expand(String uriTemplate, @Nullable Object... uriVariables) {
		this.tracing.ensureTraced();
		return remember(this.delegate.expand(uriTemplate, uriVariables), uriTemplate);
	}

	private URI remember(URI uri, String template) {
		ExpandedUri.remember(uri, template.startsWith("/") ? this.rootUri + template : template);
		return uri;
	}

	@Override
	public UriBuilder uriString(String uriTemplate) {
		return this.delegate.uriString(uriTemplate);
	}

	@Override
	public UriBuilder builder() {
		return this.delegate.builder();
	}

}
