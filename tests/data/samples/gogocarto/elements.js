var elements = {
 "ontology": "gogocompact",
 "data": [
  [
   "f00X",
   "Ressourcerie fictive du Perche",
   48.5203,
   0.5471,
   [
    102,
    121,
    201
   ]
  ],
  [
   "f01X",
   [
    "Les Jardins imaginaires d'Orne",
    "Surnom inventé 1"
   ],
   48.4329,
   0.0911,
   [
    101,
    112,
    201
   ]
  ],
  [
   "f02X",
   "SCIC fictive Énergies d'ici",
   49.4431,
   1.0993,
   [
    103,
    202
   ]
  ],
  [
   "f03X",
   [
    "Communauté inventée du Bocage",
    "Surnom inventé 3"
   ],
   48.5936,
   -0.6462,
   [
    201
   ]
  ],
  [
   "f04X",
   "Fondation fictive des Haies",
   49.1829,
   -0.3707,
   [
    101,
    119
   ]
  ],
  [
   "f05X",
   [
    "L'Atelier vélo inventé",
    "Surnom inventé 5"
   ],
   46.2254,
   2.2412,
   [
    102,
    122
   ]
  ],
  [
   "f06X",
   "Café associatif fictif « Le Trèfle »",
   49.0241,
   1.1508,
   [
    104,
    201
   ]
  ],
  [
   "f07X",
   [
    "Épicerie solidaire inventée",
    "Surnom inventé 7"
   ],
   0,
   0,
   [
    101,
    111,
    201,
    202
   ]
  ],
  [
   "f08X",
   "Radio fictive du Marais",
   49.3033,
   -1.2482,
   [
    104
   ]
  ],
  [
   "f09X",
   [
    "Coopérative inventée du lin",
    "Surnom inventé 9"
   ],
   49.7886,
   0.6366,
   [
    101,
    129
   ]
  ],
  [
   "f10X",
   "Tiers-lieu fictif de la Gare",
   48.3757,
   0.5619,
   [
    104,
    202
   ]
  ],
  [
   "f11X",
   [
    "Syndicat inventé des déchets",
    "Surnom inventé 11"
   ],
   49.2764,
   -0.7031,
   [
    102,
    129,
    202
   ]
  ],
  [
   "f12X",
   "Ressourcerie fictive du Perche — antenne",
   48.5303,
   0.5571,
   [
    102,
    121,
    201
   ]
  ],
  [
   "f13X",
   [
    "Les Jardins imaginaires d'Orne — antenne",
    "Surnom inventé 13"
   ],
   48.4429,
   0.1011,
   [
    101,
    112,
    201
   ]
  ],
  [
   "f14X",
   "SCIC fictive Énergies d'ici — antenne",
   49.4531,
   1.1093,
   [
    103,
    202
   ]
  ],
  [
   "f15X",
   [
    "Communauté inventée du Bocage — antenne",
    "Surnom inventé 15"
   ],
   48.6036,
   -0.6362,
   [
    201
   ],
   -4
  ],
  [
   "f16X",
   "Fondation fictive des Haies — antenne",
   49.1929,
   -0.3607,
   [
    101,
    119
   ],
   -2
  ],
  [
   "f17X",
   [
    "L'Atelier vélo inventé — antenne",
    "Surnom inventé 17"
   ],
   46.2354,
   2.2512,
   [
    102,
    122
   ],
   0
  ],
  [
   "f18X",
   "Café associatif fictif « Le Trèfle » — antenne",
   49.0341,
   1.1608,
   [
    104,
    201
   ]
  ],
  [
   "f19X",
   [
    "Épicerie solidaire inventée — antenne",
    "Surnom inventé 19"
   ],
   48.75,
   -0.01,
   [
    101,
    111,
    201,
    202
   ]
  ],
  [
   "f20X",
   "Radio fictive du Marais — antenne",
   49.3133,
   -1.2382,
   [
    104
   ]
  ],
  [
   "f21X",
   [
    "Coopérative inventée du lin — antenne",
    "Surnom inventé 21"
   ],
   49.7986,
   0.6466,
   [
    101,
    129
   ]
  ],
  [
   "f22X",
   "Tiers-lieu fictif de la Gare — antenne",
   48.3857,
   0.5719,
   [
    104,
    202
   ]
  ],
  [
   "f23X",
   [
    "Syndicat inventé des déchets — antenne",
    "Surnom inventé 23"
   ],
   49.2864,
   -0.6931,
   [
    102,
    129,
    202
   ]
  ]
 ]
};
