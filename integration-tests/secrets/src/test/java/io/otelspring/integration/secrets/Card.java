// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.secrets;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/**
 * An entity whose number is a secret.
 */
@Entity
class Card {

	@Id
	@GeneratedValue
	private Long id;

	@Column(unique = true, length = 20)
	private String number;

	protected Card() {
	}

	Card(String number) {
		this.number = number;
	}

}
