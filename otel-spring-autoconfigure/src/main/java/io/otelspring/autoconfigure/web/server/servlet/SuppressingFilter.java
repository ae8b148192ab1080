// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.io.IOException;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import io.otelspring.autoconfigure.Suppression;

/**
 * Keeps everything that is called by any request from being recorded.
 */
final class SuppressingFilter implements Filter {

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		try (Scope scope = Suppression.suppress(Context.current()).makeCurrent()) {
			chain.doFilter(request, response);
		}
	}

}
