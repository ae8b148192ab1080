// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.util.List;

import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriTemplateHandler;

/**
 * Keeps one {@code RestTemplate} traced. It is an initializer of the template's requests,
 * since those survive when the application sets another request factory on a template
 * that it has got already: what is missing then is put in place again.
 */
final class RestTemplateTracing implements ClientHttpRequestInitializer {

	private static final String ROOT_URI_HANDLER = "org.springframework.boot.restclient.RootUriBuilderFactory";

	private final RestTemplate template;

	private final HttpClientTracing tracing;

	private RestTemplateTracing(RestTemplate template, HttpClientTracing tracing) {
		this.template = template;
		this.tracing = tracing;
	}

	static void apply(RestTemplate template, HttpClientTracing tracing) {
		List<ClientHttpRequestInitializer> initializers = template.getClientHttpRequestInitializers();
		for (ClientHttpRequestInitializer initializer : initializers) {
			if (initializer instanceof RestTemplateTracing existing) {
				existing.ensureTraced();
				return;
			}
		}
		RestTemplateTracing added = new RestTemplateTracing(template, tracing);
		added.ensureTraced();
		// First, so that no other initializer expands a URI in between.
		initializers.add(0, added);
	}

	/**
	 * Put the request factory and the template handler in place where they are not.
	 */
	void ensureTraced() {
		ClientHttpRequestFactory factory = this.template.getRequestFactory();
		if (!TracedRequestFactory.isIn(factory)) {
			this.template.setRequestFactory(SameTypeRequestFactory.of(withoutOwnLayers(factory), this.tracing));
		}
		UriTemplateHandler handler = this.template.getUriTemplateHandler();
		if (handler.getClass() == DefaultUriBuilderFactory.class) {
			this.template
				.setUriTemplateHandler(RememberingUriBuilderFactory.of((DefaultUriBuilderFactory) handler, this));
		}
		else if (handler.getClass().getName().equals(ROOT_URI_HANDLER)) {
			RememberingRootUriBuilderFactory.replaceIn(this.template, this);
		}
	}

	// Take off what the template itself lays around its request factory for interceptors
	// and buffering, and will lay around the next.
	private ClientHttpRequestFactory withoutOwnLayers(ClientHttpRequestFactory factory) {
		ClientHttpRequestFactory bare = factory;
		if (!this.template.getInterceptors().isEmpty()) {
			bare = unwrap(bare, InterceptingClientHttpRequestFactory.class);
		}
		if (this.template.getBufferingPredicate() != null) {
			bare = unwrap(bare, BufferingClientHttpRequestFactory.class);
		}
		return bare;
	}

	private static ClientHttpRequestFactory unwrap(ClientHttpRequestFactory factory,
			Class<? extends AbstractClientHttpRequestFactoryWrapper> layer) {
		return (factory.getClass() == layer) ? ((AbstractClientHttpRequestFactoryWrapper) factory).getDelegate()
				: factory;
	}

	@Override
	public void initialize(ClientHttpRequest request) {
		if (request instanceof TracedRequest traced) {
			RequestLinks.initializing(request);
			traced.uriTemplate(ExpandedUri.takeTemplate(traced.uri()));
			return;
		}
		ensureTraced();
		String uriTemplate = ExpandedUri.takeTemplate(request.getURI());
		if (uriTemplate != null) {
			RequestAttributes.uriTemplate(request, uriTemplate);
		}
		RequestAttributes.prepare(request);
	}

}
