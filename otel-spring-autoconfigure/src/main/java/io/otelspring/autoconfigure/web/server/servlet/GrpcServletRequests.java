// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells which requests are calls to the servlet of gRPC, so that each is recorded once,
 * as the call that it is. The content type alone does not tell: a client could keep any
 * request from being recorded with it.
 */
final class GrpcServletRequests {

	static final String SERVLET = "io.grpc.servlet.jakarta.GrpcServlet";

	private static final String CONTENT_TYPE = "application/grpc";

	boolean contain(HttpServletRequest request) {
		String contentType = request.getContentType();
		if (contentType == null || !contentType.regionMatches(true, 0, CONTENT_TYPE, 0, CONTENT_TYPE.length())
				|| !"POST".equals(request.getMethod())) {
			return false;
		}
		String name = request.getHttpServletMapping().getServletName();
		ServletRegistration servlet = (name != null) ? request.getServletContext().getServletRegistration(name) : null;
		return servlet != null && SERVLET.equals(servlet.getClassName());
	}

}
