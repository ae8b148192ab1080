// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilder;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder.ParserType;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.web.client.UrlTemplates;

/**
 * Remembers the template of the URI that it expanded last. It is a
 * {@link DefaultUriBuilderFactory} because {@code RestTemplate} and applications ask for
 * that type; all work and all settings are those of the one that it replaces.
 */
final class RememberingUriBuilderFactory extends DefaultUriBuilderFactory {

	private final DefaultUriBuilderFactory delegate;

	private final RestTemplateTracing tracing;

	private final BoundedCache<String, String> absoluteTemplates = new BoundedCache<>(UrlTemplates.LIMIT,
			this::absolute);

	private RememberingUriBuilderFactory(DefaultUriBuilderFactory delegate, RestTemplateTracing tracing) {
		this.delegate = delegate;
		this.tracing = tracing;
	}

	private RememberingUriBuilderFactory(UriComponentsBuilder base, DefaultUriBuilderFactory delegate,
			RestTemplateTracing tracing) {
		super(base);
		this.delegate = delegate;
		this.tracing = tracing;
	}

	static RememberingUriBuilderFactory of(DefaultUriBuilderFactory delegate, RestTemplateTracing tracing) {
		if (delegate.hasBaseUri()) {
			// The base is never used; with it, hasBaseUri(), which is final, says true.
			return new RememberingUriBuilderFactory(UriComponentsBuilder.newInstance(), delegate, tracing);
		}
		return new RememberingUriBuilderFactory(delegate, tracing);
	}

	@Override
	public URI expand(String uriTemplate, Map<String, ? extends @Nullable Object> uriVars) {
		this.tracing.ensureTraced();
		return remember(this.delegate.expand(uriTemplate, uriVars), uriTemplate);
	}

	@Override
	public URI expand(String uriTemplate, @Nullable Object... uriVars) {
		this.tracing.ensureTraced();
		return remember(this.delegate.expand(uriTemplate, uriVars), uriTemplate);
	}

	private URI remember(URI uri, String template) {
		ExpandedUri.remember(uri, hasBaseUri() ? this.absoluteTemplates.get(template) : template);
		return uri;
	}

	private String absolute(String template) {
		return this.delegate.uriString(template).toUriString();
	}

	@Override
	public UriBuilder uriString(String uriTemplate) {
		return this.delegate.uriString(uriTemplate);
	}

	@Override
	public UriBuilder builder() {
		return this.delegate.builder();
	}

	@Override
	public void setParserType(ParserType parserType) {
		this.delegate.setParserType(parserType);
	}

	@Override
	public @Nullable ParserType getParserType() {
		return this.delegate.getParserType();
	}

	@Override
	public void setEncodingMode(EncodingMode encodingMode) {
		this.delegate.setEncodingMode(encodingMode);
	}

	@Override
	public EncodingMode getEncodingMode() {
		return this.delegate.getEncodingMode();
	}

	@Override
	public void setDefaultUriVariables(@Nullable Map<String, ? extends @Nullable Object> defaultUriVariables) {
		this.delegate.setDefaultUriVariables(defaultUriVariables);
	}

	@Override
	public Map<String, ?> getDefaultUriVariables() {
		return this.delegate.getDefaultUriVariables();
	}

	@Override
	public void setParsePath(boolean parsePath) {
		this.delegate.setParsePath(parsePath);
	}

	@Override
	public boolean shouldParsePath() {
		return this.delegate.shouldParsePath();
	}

}
