// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Ends the record of a request whose last part no filter sees: the container renders an
 * error page after the filters have returned, or sends its own. A test without a
 * container calls no listener, which is why this one tells whether it was ever called.
 */
final class RequestEndListener implements ServletRequestListener {

	private volatile @Nullable ServletContext servletContext;

	@Override
	public void requestInitialized(ServletRequestEvent event) {
		if (this.servletContext == null) {
			this.servletContext = event.getServletContext();
		}
	}

	@Override
	public void requestDestroyed(ServletRequestEvent event) {
		ServletExchange exchange = ServletExchange.of(event.getServletRequest());
		if (exchange != null) {
			exchange.destroyed();
		}
	}

	/**
	 * Return whether the container of a request calls this listener.
	 * @param request the request
	 * @return whether the listener is called
	 */
	boolean isToldBy(HttpServletRequest request) {
		return this.servletContext != null && request.getServletContext() == this.servletContext;
	}

}
