// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * The shop does not take this order; the client learns why as a problem (RFC 9457).
 */
class OrderRejectedException extends ErrorResponseException {

	private final String reason;

	OrderRejectedException(HttpStatus status, String reason, String detail) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
		this.reason = reason;
		getBody().setProperty("reason", reason);
	}

	/**
	 * A short word for it, fit for counting.
	 */
	String reason() {
		return this.reason;
	}

	@Override
	public String getMessage() {
		return getBody().getDetail();
	}

}
