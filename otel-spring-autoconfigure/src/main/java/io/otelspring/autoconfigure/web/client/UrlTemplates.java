// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * The templates seen so far. Code that joins ids into its URLs instead of using variables
 * makes "templates" without end: once there are too many, those without a variable are no
 * longer believed.
 */
public final class UrlTemplates {

	/**
	 * How many templates are kept.
	 */
	public static final int LIMIT = 1000;

	private final BoundedCache<String, UrlTemplate> templates = new BoundedCache<>(LIMIT,
			(template) -> new UrlTemplate(UrlTemplate.pathOf(template)));

	UrlTemplates() {
	}

	@Nullable UrlTemplate get(@Nullable String template) {
		if (template == null) {
			return null;
		}
		UrlTemplate known = this.templates.getIfRoom(template);
		if (known == null && template.indexOf('{') >= 0) {
			return this.templates.get(template);
		}
		return known;
	}

}
