/** The product's name, which the shop has until its host gives it another. */
export const SHOP_NAME = 'MakeYourSpace';
