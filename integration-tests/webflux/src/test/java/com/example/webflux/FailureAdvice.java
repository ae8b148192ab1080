// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
class FailureAdvice {

	@ExceptionHandler
	ResponseEntity<String> advised(FailureController.Advised failure) {
		return ResponseEntity.status(failure.status).body("advised");
	}

}
