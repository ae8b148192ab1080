// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.io.EOFException;
import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletExceptions}.
 */
class ServletExceptionsTests {

	@Test
	void servletExceptionsAreTakenOffAsFarAsTheyHaveACause() {
		IllegalStateException cause = new IllegalStateException(new IOException());
		ServletException bare = new ServletException("bare");
		assertThat(ServletExceptions.rootOf(new ServletException(new ServletException(cause)))).isSameAs(cause);
		assertThat(ServletExceptions.rootOf(bare)).isSameAs(bare);
		assertThat(ServletExceptions.rootOf(null)).isNull();
	}

	@Test
	void resolvedExceptionComesBeforeThatOfTheContainer() {
		MockHttpServletRequest request = new MockHttpServletRequest();
		assertThat(ServletExceptions.ofRequest(request)).isNull();
		Exception ofContainer = new IllegalStateException();
		request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, ofContainer);
		assertThat(ServletExceptions.ofRequest(request)).isSameAs(ofContainer);
		Exception resolved = new IllegalStateException();
		request.setAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE, resolved);
		assertThat(ServletExceptions.ofRequest(request)).isSameAs(resolved);
	}

	@Test
	void lostClientIsRecognised() {
		assertThat(ServletExceptions.isDisconnect(new ClientAbortException())).isTrue();
		assertThat(ServletExceptions.isDisconnect(new AsyncRequestNotUsableException("gone"))).isTrue();
		assertThat(ServletExceptions.isDisconnect(new IOException("Broken pipe"))).isTrue();
		assertThat(ServletExceptions.isDisconnect(new HttpMessageNotWritableException("", new ClientAbortException())))
			.isTrue();
	}

	@Test
	void lostServerIsNotTakenForALostClient() {
		assertThat(ServletExceptions
			.isDisconnect(new ResourceAccessException("call", new IOException("Connection reset by peer")))).isFalse();
		assertThat(ServletExceptions.isDisconnect(new IllegalStateException(new IOException("Broken pipe")))).isFalse();
		assertThat(ServletExceptions.isDisconnect(new EOFException())).isFalse();
		assertThat(ServletExceptions.isDisconnect(null)).isFalse();
	}

}
